namespace EdgeSeed.Languages;

/// <summary>Spanish.</summary>
internal sealed class Spanish : Language
{
    public override string Tag => "es";
    public override char DecimalSeparator => ',';
    public override char GroupSeparator => '\u00A0';
    public override string TimeUnits => "d h min s";
    public override string ByteUnit => "bytes";

    // The frame of every page.
    public override ReadOnlySpan<byte> SkipToContent => "Ir al contenido"u8;
    public override ReadOnlySpan<byte> Offline => "El equipo no responde; las cifras son antiguas."u8;
    public override ReadOnlySpan<byte> QrOfPage => "Código QR de esta página"u8;

    // The list.
    public override ReadOnlySpan<byte> Search => "Buscar"u8;
    public override ReadOnlySpan<byte> SearchHint => "nombre o info-hash"u8;
    public override ReadOnlySpan<byte> Matches => "Coinciden {0} de {1} torrents."u8;
    public override ReadOnlySpan<byte> TrackerIntro => "Esto es un tracker: presenta entre sí a quienes descargan. Su dirección, para quien cree un torrent, es"u8;
    public override ReadOnlySpan<byte> TrackerHeading => "Tracker"u8;
    public override ReadOnlySpan<byte> NothingYet => "Aquí no hay nada todavía. Los archivos y carpetas aparecen en cuanto se leen."u8;
    public override ReadOnlySpan<byte> TheBox => "El equipo"u8;
    public override ReadOnlySpan<byte> PageOnPhone => "Esta página en un móvil"u8;
    public override ReadOnlySpan<byte> Larger => "Más grande"u8;
    public override ReadOnlySpan<byte> Pages => "Páginas"u8;
    public override ReadOnlySpan<byte> Back => "Anterior"u8;
    public override ReadOnlySpan<byte> PageOf => "Página {0} de {1}"u8;
    public override ReadOnlySpan<byte> More => "Siguiente"u8;

    // A torrent.
    public override ReadOnlySpan<byte> InFiles => "en {0} archivos"u8;
    public override ReadOnlySpan<byte> Seed => "fuente"u8;
    public override ReadOnlySpan<byte> Seeds => "fuentes"u8;
    public override ReadOnlySpan<byte> Downloading => "descargando"u8;
    public override ReadOnlySpan<byte> Done => "completadas"u8;
    public override ReadOnlySpan<byte> Up => "de subida"u8;
    public override ReadOnlySpan<byte> Download => "Descargar"u8;
    public override ReadOnlySpan<byte> Play => "Reproducir"u8;
    public override ReadOnlySpan<byte> Torrent => "Torrent"u8;
    public override ReadOnlySpan<byte> Magnet => "Magnet"u8;
    public override ReadOnlySpan<byte> WaitingToBeRead => "En espera de lectura"u8;
    public override ReadOnlySpan<byte> BeingCopied => "Copiándose; se publica cuando termine"u8;
    public override ReadOnlySpan<byte> BeingFetched => "Obteniéndose: {0} %"u8;
    public override ReadOnlySpan<byte> Progress => "Progreso"u8;
    public override ReadOnlySpan<byte> CannotBeRead => "No se puede leer ahora."u8;
    public override ReadOnlySpan<byte> DataMissing => "Sus datos no están, o tienen otra longitud."u8;
    public override ReadOnlySpan<byte> DriveMissing => "Su unidad o carpeta {0} está ausente."u8;
    public override ReadOnlySpan<byte> NothingInIt => "Está vacío; lo que se ponga dentro se publica."u8;
    public override ReadOnlySpan<byte> PiecesRight => "{0} de {1} piezas están bien; solo esas se ofrecen."u8;

    // A torrent's own page.
    public override ReadOnlySpan<byte> Files => "Archivos"u8;
    public override ReadOnlySpan<byte> ListUnreadable => "La lista no se puede leer ahora."u8;
    public override ReadOnlySpan<byte> DamagedFile => "dañado aquí"u8;
    public override ReadOnlySpan<byte> ForPhone => "Para el móvil"u8;
    public override ReadOnlySpan<byte> Copy => "Copiar"u8;
    public override ReadOnlySpan<byte> Copied => "Copiado"u8;
    public override ReadOnlySpan<byte> MadeOn => "creado el {0}"u8;
    public override ReadOnlySpan<byte> PiecesOf => "piezas de {0}"u8;
    public override ReadOnlySpan<byte> Private => "privado: solo sus trackers dan pares"u8;
    public override ReadOnlySpan<byte> WhoHasIt => "Quién lo tiene"u8;
    public override ReadOnlySpan<byte> CopiesSent => "Copias enviadas desde aquí"u8;
    public override ReadOnlySpan<byte> CopiesInReach => "Copias aquí y en todos los conectados"u8;
    public override ReadOnlySpan<byte> Program => "Programa"u8;
    public override ReadOnlySpan<byte> Has => "Tiene"u8;
    public override ReadOnlySpan<byte> Unknown => "desconocido"u8;
    public override ReadOnlySpan<byte> AdviceWithoutProgram => "El torrent y el enlace magnet son para programas BitTorrent, que no hay en iPhone ni iPad: usa la descarga."u8;
    public override ReadOnlySpan<byte> Advice => "Si muchos descargan a la vez, el torrent o el enlace magnet es más rápido: todos ayudan. Se abren con un programa gratuito como {0}."u8;

    // The box.
    public override ReadOnlySpan<byte> Upload => "Subida"u8;
    public override ReadOnlySpan<byte> UploadGraph => "Velocidad de subida de los últimos {0}, como máximo {1}"u8;
    public override ReadOnlySpan<byte> PausedBySchedule => "en pausa por el horario"u8;
    public override ReadOnlySpan<byte> OfLimit => "de {0}"u8;
    public override ReadOnlySpan<byte> PeersConnected => "Pares"u8;
    public override ReadOnlySpan<byte> Sent => "Enviado"u8;
    public override ReadOnlySpan<byte> Hours => "Horas"u8;
    public override ReadOnlySpan<byte> ReceivedByEverybody => "Recibido entre todos"u8;
    public override ReadOnlySpan<byte> TimesSent => "{0} veces lo enviado desde aquí"u8;
    public override ReadOnlySpan<byte> Today => "Hoy"u8;
    public override ReadOnlySpan<byte> ThisMonth => "Este mes"u8;
    public override ReadOnlySpan<byte> UsedOf => "{0} de {1}"u8;
    public override ReadOnlySpan<byte> DrivesAndFolders => "Unidades y carpetas"u8;
    public override ReadOnlySpan<byte> DriveAway => "ausente; sus torrents esperan"u8;
    public override ReadOnlySpan<byte> DriveOpening => "abriéndose"u8;
    public override ReadOnlySpan<byte> DriveSearched => "explorándose, {0} de {1}"u8;
    public override ReadOnlySpan<byte> DriveRead => "leyéndose, {0} de {1}"u8;
    public override ReadOnlySpan<byte> DriveAsleep => "en reposo"u8;
    public override ReadOnlySpan<byte> DriveFails => "falla al leer, desde hace {0}"u8;
    public override ReadOnlySpan<byte> DriveLetGo => "liberándose"u8;
    public override ReadOnlySpan<byte> DriveRemovable => "se puede retirar"u8;
    public override ReadOnlySpan<byte> ThisBox => "Este equipo"u8;
    public override ReadOnlySpan<byte> RunningFor => "En marcha desde hace"u8;
    public override ReadOnlySpan<byte> Memory => "Memoria"u8;
    public override ReadOnlySpan<byte> TorrentsTracked => "Torrents seguidos"u8;
    public override ReadOnlySpan<byte> Announces => "Anuncios"u8;
    public override ReadOnlySpan<byte> PeersKnown => "Pares conocidos"u8;
    public override ReadOnlySpan<byte> Address => "Dirección"u8;
    public override ReadOnlySpan<byte> Router => "Router"u8;
    public override ReadOnlySpan<byte> RouterAsked => "consultándose"u8;
    public override ReadOnlySpan<byte> PortsOpen => "puertos abiertos"u8;
    public override ReadOnlySpan<byte> PortsClosed => "puertos cerrados"u8;

    // The status in a line.
    public override ReadOnlySpan<byte> Stopping => "Deteniéndose"u8;
    public override ReadOnlySpan<byte> Hashing => "Leyendo {0} {1} %"u8;
    public override ReadOnlySpan<byte> TimeLeft => "quedan {0}"u8;
    public override ReadOnlySpan<byte> MoreToCome => "{0} más en espera"u8;
    public override ReadOnlySpan<byte> WaitingFor => "Esperando a {0}"u8;
    public override ReadOnlySpan<byte> Starting => "Revisando las carpetas"u8;
    public override ReadOnlySpan<byte> NothingToSeed => "Aún no hay nada que compartir"u8;
    public override ReadOnlySpan<byte> Seeding => "Compartiendo {0} ({1})"u8;
    public override ReadOnlySpan<byte> SomeOf => "{0} de {1}"u8;
    public override ReadOnlySpan<byte> Tracking => "Siguiendo {0}"u8;
    public override ReadOnlySpan<byte> NobodyConnected => "ningún par conectado"u8;
    public override ReadOnlySpan<byte> RateTo => "{0} a {1}"u8;
    public override ReadOnlySpan<byte> SentInAll => "{0} enviados"u8;
    public override ReadOnlySpan<byte> OneTorrent => "1 torrent"u8;
    public override ReadOnlySpan<byte> ManyTorrents => "{0} torrents"u8;
    public override ReadOnlySpan<byte> OnePeer => "1 par"u8;
    public override ReadOnlySpan<byte> ManyPeers => "{0} pares"u8;
    public override ReadOnlySpan<byte> OneAnnounce => "1 anuncio"u8;
    public override ReadOnlySpan<byte> ManyAnnounces => "{0} anuncios"u8;
    public override ReadOnlySpan<byte> OneProblem => "1 problema"u8;
    public override ReadOnlySpan<byte> ManyProblems => "{0} problemas"u8;

    // Alarms.
    public override ReadOnlySpan<byte> ConfigAlarm => "seed.toml tiene un error; siguen valiendo los ajustes anteriores."u8;
    public override ReadOnlySpan<byte> ConfigToDo => "Corrígelo y guarda el archivo."u8;
    public override ReadOnlySpan<byte> NoDriveAlarm => "No hay ninguna unidad que compartir."u8;
    public override ReadOnlySpan<byte> NoDriveToDo => "Conecta una unidad USB con torrents o con una carpeta llamada publish."u8;
    public override ReadOnlySpan<byte> DriveErrorsAlarm => "Una unidad falla al leer."u8;
    public override ReadOnlySpan<byte> DriveErrorsToDo => "Desconecta la unidad y vuelve a conectarla; si se repite, cámbiala."u8;
    public override ReadOnlySpan<byte> NoNetworkAlarm => "No hay red."u8;
    public override ReadOnlySpan<byte> NoNetworkToDo => "Revisa el cable de red, el wifi y el router."u8;
    public override ReadOnlySpan<byte> BudgetSpentAlarm => "La cuota de subida está agotada; la subida se detiene."u8;
    public override ReadOnlySpan<byte> BudgetSpentToDo => "Espera a que empiece de nuevo o súbela en seed.toml."u8;
    public override ReadOnlySpan<byte> MemoryLimitAlarm => "Falta memoria; se rechazan conexiones nuevas."u8;
    public override ReadOnlySpan<byte> MemoryLimitToDo => "Sube memory_limit o baja max_peers en seed.toml."u8;
    public override ReadOnlySpan<byte> PartFailedAlarm => "Una parte del programa falló y se inicia de nuevo."u8;
    public override ReadOnlySpan<byte> PartFailedToDo => "Espera un momento; si se repite, informa de lo que dice el registro."u8;
    public override ReadOnlySpan<byte> CardAlarm => "Algo en la tarjeta de la caja no está como debe."u8;
    public override ReadOnlySpan<byte> CardToDo => "Atiende lo que dice edgeseed-report.txt en la tarjeta y reinicia la caja."u8;

    // Pages that say why something does not come.
    public override ReadOnlySpan<byte> ToFrontPage => "A la página principal"u8;
    public override ReadOnlySpan<byte> NoPageHeading => "Esa página no existe"u8;
    public override ReadOnlySpan<byte> NoPage => "Quizá la dirección esté mal escrita o lo que había aquí ya no está."u8;
    public override ReadOnlySpan<byte> NoTorrentHeading => "Ese torrent no está aquí"u8;
    public override ReadOnlySpan<byte> NoFileHeading => "Ese archivo no está aquí"u8;
    public override ReadOnlySpan<byte> TakenAway => "Quizá se retiró o su unidad está desconectada. Todo lo que hay está en la página principal."u8;
    public override ReadOnlySpan<byte> BusyHeading => "Demasiadas descargas a la vez"u8;
    public override ReadOnlySpan<byte> Busy => "Inténtalo de nuevo en un minuto. Un programa torrent espera solo: el torrent está en la página principal."u8;
    public override ReadOnlySpan<byte> PausedHeading => "Ahora no se reparte nada"u8;
    public override ReadOnlySpan<byte> PausedForNow => "El propietario lo ha puesto en pausa por un tiempo. Inténtalo más tarde: todo sigue aquí."u8;
    public override ReadOnlySpan<byte> DamagedHeading => "Parte de este archivo está dañada o falta aquí"u8;
    public override ReadOnlySpan<byte> Damaged => "Un archivo dañado no se entrega. Los demás archivos, y el resto intacto por torrent, siguen disponibles."u8;
    public override ReadOnlySpan<byte> DamagedPiece => "La primera pieza dañada o ausente es la número {0} de {1}, contando desde 0."u8;
    public override ReadOnlySpan<byte> OtherFiles => "Lo que se puede obtener"u8;
    public override ReadOnlySpan<byte> UnreadableHeading => "Este archivo no se puede leer ahora"u8;
    public override ReadOnlySpan<byte> Unreadable => "Su unidad no responde. Se reintenta solo: vuelve más tarde."u8;
    public override ReadOnlySpan<byte> TooManyFilesHeading => "Demasiados archivos para un .zip"u8;
    public override ReadOnlySpan<byte> TooManyFiles => "Descárgalos uno a uno, o todos juntos con un programa torrent."u8;
    public override ReadOnlySpan<byte> TooLargeHeading => "Demasiado grande para memory_limit"u8;
    public override ReadOnlySpan<byte> TooLarge => "La lista de archivos de este torrent no cabe en la memoria que este servicio puede usar. Quien lo administra puede subir memory_limit."u8;

    // The owner's page.
    public override ReadOnlySpan<byte> OwnerView => "Para el dueño"u8;
    public override ReadOnlySpan<byte> PauseAll => "Pausar todas las subidas"u8;
    public override ReadOnlySpan<byte> GoOn => "Seguir según seed.toml"u8;
    public override ReadOnlySpan<byte> PausedByHand => "en pausa por el dueño"u8;
    public override ReadOnlySpan<byte> LimitedByHand => "{0} durante {1} más, puesto a mano"u8;
    public override ReadOnlySpan<byte> LimitLabel => "Límite de subida"u8;
    public override ReadOnlySpan<byte> HoursLabel => "Durante cuántas horas"u8;
    public override ReadOnlySpan<byte> SetLimit => "Poner el límite"u8;
    public override ReadOnlySpan<byte> UntilRestart => "Vale hasta que la caja se reinicie; lo que deba quedar va en seed.toml."u8;
    public override ReadOnlySpan<byte> CheckAgain => "Comprobar de nuevo"u8;
    public override ReadOnlySpan<byte> LetGo => "Expulsar"u8;
    public override ReadOnlySpan<byte> NotDone => "No se pudo hacer."u8;
    public override ReadOnlySpan<byte> BadLimitHeading => "Este límite no sirve"u8;
    public override ReadOnlySpan<byte> BadLimit => "Escriba una velocidad como 200 KB/s o 2 MB/s, y de 1 a 744 horas."u8;
    public override ReadOnlySpan<byte> LoginHeading => "Hace falta la contraseña del dueño"u8;
    public override ReadOnlySpan<byte> Login => "Vuelva a cargar la página; cualquier nombre de usuario vale con la contraseña cuyo hash está en seed.toml."u8;
    public override ReadOnlySpan<byte> TooManyTriesHeading => "Demasiados intentos"u8;
    public override ReadOnlySpan<byte> TooManyTries => "Espere un minuto y vuelva a cargar la página."u8;
    public override ReadOnlySpan<byte> ForeignFormHeading => "Esto no vino de la página del dueño"u8;
    public override ReadOnlySpan<byte> ForeignForm => "Puede que lo enviara otro sitio, o que la caja se reiniciara. Abra /admin y pulse de nuevo el botón."u8;
    public override ReadOnlySpan<byte> NobodyFinds => "Nadie puede encontrar {0}: indique un tracker, o deje que esta caja tenga el suyo."u8;
}
