namespace EdgeSeed.Languages;

/// <summary>French.</summary>
internal sealed class French : Language
{
    public override string Tag => "fr";
    public override char DecimalSeparator => ',';
    public override char GroupSeparator => '\u202F';
    public override string TimeUnits => "j h min s";
    public override string ByteUnit => "octets";
    public override string Size(string inEnglish) => base.Size(inEnglish).Replace('B', 'o');

    // The frame of every page.
    public override ReadOnlySpan<byte> SkipToContent => "Aller au contenu"u8;
    public override ReadOnlySpan<byte> Offline => "L’appareil ne répond pas ; les chiffres sont anciens."u8;
    public override ReadOnlySpan<byte> QrOfPage => "Code QR de cette page"u8;

    // The list.
    public override ReadOnlySpan<byte> Search => "Rechercher"u8;
    public override ReadOnlySpan<byte> SearchHint => "nom ou info-hash"u8;
    public override ReadOnlySpan<byte> Matches => "{0} torrents sur {1} correspondent."u8;
    public override ReadOnlySpan<byte> TrackerIntro => "Ceci est un tracker : il met en relation ceux qui téléchargent. Son adresse, pour qui crée un torrent, est"u8;
    public override ReadOnlySpan<byte> TrackerHeading => "Tracker"u8;
    public override ReadOnlySpan<byte> NothingYet => "Rien ici pour l’instant. Les fichiers et dossiers apparaissent dès qu’ils sont lus."u8;
    public override ReadOnlySpan<byte> TheBox => "L’appareil"u8;
    public override ReadOnlySpan<byte> PageOnPhone => "Cette page sur un téléphone"u8;
    public override ReadOnlySpan<byte> Larger => "Plus grand"u8;
    public override ReadOnlySpan<byte> Pages => "Pages"u8;
    public override ReadOnlySpan<byte> Back => "Précédent"u8;
    public override ReadOnlySpan<byte> PageOf => "Page {0} sur {1}"u8;
    public override ReadOnlySpan<byte> More => "Suivant"u8;

    // A torrent.
    public override ReadOnlySpan<byte> InFiles => "en {0} fichiers"u8;
    public override ReadOnlySpan<byte> Seed => "source"u8;
    public override ReadOnlySpan<byte> Seeds => "sources"u8;
    public override ReadOnlySpan<byte> Downloading => "en téléchargement"u8;
    public override ReadOnlySpan<byte> Done => "terminés"u8;
    public override ReadOnlySpan<byte> Up => "en envoi"u8;
    public override ReadOnlySpan<byte> Download => "Télécharger"u8;
    public override ReadOnlySpan<byte> Play => "Lire"u8;
    public override ReadOnlySpan<byte> Torrent => "Torrent"u8;
    public override ReadOnlySpan<byte> Magnet => "Magnet"u8;
    public override ReadOnlySpan<byte> WaitingToBeRead => "En attente de lecture"u8;
    public override ReadOnlySpan<byte> BeingCopied => "En cours de copie ; publié une fois terminé"u8;
    public override ReadOnlySpan<byte> BeingFetched => "Récupération : {0} %"u8;
    public override ReadOnlySpan<byte> Progress => "Progression"u8;
    public override ReadOnlySpan<byte> CannotBeRead => "Lecture impossible pour l’instant."u8;
    public override ReadOnlySpan<byte> DataMissing => "Ses données n’y sont pas, ou ont une autre longueur."u8;
    public override ReadOnlySpan<byte> DriveMissing => "Son disque ou dossier {0} est absent."u8;
    public override ReadOnlySpan<byte> NothingInIt => "C’est vide ; ce qu’on y met est publié."u8;
    public override ReadOnlySpan<byte> PiecesRight => "{0} morceaux sur {1} sont bons ; seuls ceux-ci sont proposés."u8;

    // A torrent's own page.
    public override ReadOnlySpan<byte> Files => "Fichiers"u8;
    public override ReadOnlySpan<byte> ListUnreadable => "La liste ne peut pas être lue pour l’instant."u8;
    public override ReadOnlySpan<byte> DamagedFile => "abîmé ici"u8;
    public override ReadOnlySpan<byte> ForPhone => "Pour un téléphone"u8;
    public override ReadOnlySpan<byte> Copy => "Copier"u8;
    public override ReadOnlySpan<byte> Copied => "Copié"u8;
    public override ReadOnlySpan<byte> MadeOn => "créé le {0}"u8;
    public override ReadOnlySpan<byte> PiecesOf => "pièces de {0}"u8;
    public override ReadOnlySpan<byte> Private => "privé : seuls ses trackers indiquent des pairs"u8;
    public override ReadOnlySpan<byte> WhoHasIt => "Qui l’a"u8;
    public override ReadOnlySpan<byte> CopiesSent => "Copies envoyées d’ici"u8;
    public override ReadOnlySpan<byte> CopiesInReach => "Copies ici et chez tous les connectés"u8;
    public override ReadOnlySpan<byte> Program => "Programme"u8;
    public override ReadOnlySpan<byte> Has => "Possède"u8;
    public override ReadOnlySpan<byte> Unknown => "inconnu"u8;
    public override ReadOnlySpan<byte> AdviceWithoutProgram => "Le torrent et le lien magnet s’ouvrent avec un programme BitTorrent, qui n’existe pas sur iPhone et iPad : utilisez le téléchargement."u8;
    public override ReadOnlySpan<byte> Advice => "Quand beaucoup téléchargent en même temps, le torrent ou le lien magnet va plus vite : chacun aide. Ils s’ouvrent avec un programme gratuit comme {0}."u8;

    // The box.
    public override ReadOnlySpan<byte> Upload => "Envoi"u8;
    public override ReadOnlySpan<byte> UploadGraph => "Débit d’envoi des dernières {0}, au plus {1}"u8;
    public override ReadOnlySpan<byte> PausedBySchedule => "en pause selon l’horaire"u8;
    public override ReadOnlySpan<byte> OfLimit => "sur {0}"u8;
    public override ReadOnlySpan<byte> PeersConnected => "Pairs"u8;
    public override ReadOnlySpan<byte> Sent => "Envoyé"u8;
    public override ReadOnlySpan<byte> Hours => "Heures"u8;
    public override ReadOnlySpan<byte> ReceivedByEverybody => "Reçu par tous"u8;
    public override ReadOnlySpan<byte> TimesSent => "{0} fois ce qui a été envoyé d’ici"u8;
    public override ReadOnlySpan<byte> Today => "Aujourd’hui"u8;
    public override ReadOnlySpan<byte> ThisMonth => "Ce mois-ci"u8;
    public override ReadOnlySpan<byte> UsedOf => "{0} sur {1}"u8;
    public override ReadOnlySpan<byte> DrivesAndFolders => "Disques et dossiers"u8;
    public override ReadOnlySpan<byte> DriveAway => "absent ; ses torrents attendent"u8;
    public override ReadOnlySpan<byte> DriveOpening => "en cours d’ouverture"u8;
    public override ReadOnlySpan<byte> DriveSearched => "en cours d’examen, {0} sur {1}"u8;
    public override ReadOnlySpan<byte> DriveRead => "en cours de lecture, {0} sur {1}"u8;
    public override ReadOnlySpan<byte> DriveAsleep => "en veille"u8;
    public override ReadOnlySpan<byte> DriveFails => "lecture en échec depuis {0}"u8;
    public override ReadOnlySpan<byte> DriveLetGo => "en cours d’éjection"u8;
    public override ReadOnlySpan<byte> DriveRemovable => "peut être retiré"u8;
    public override ReadOnlySpan<byte> ThisBox => "Cet appareil"u8;
    public override ReadOnlySpan<byte> RunningFor => "En marche depuis"u8;
    public override ReadOnlySpan<byte> Memory => "Mémoire"u8;
    public override ReadOnlySpan<byte> TorrentsTracked => "Torrents suivis"u8;
    public override ReadOnlySpan<byte> Announces => "Annonces"u8;
    public override ReadOnlySpan<byte> PeersKnown => "Pairs connus"u8;
    public override ReadOnlySpan<byte> Address => "Adresse"u8;
    public override ReadOnlySpan<byte> Router => "Routeur"u8;
    public override ReadOnlySpan<byte> RouterAsked => "interrogé"u8;
    public override ReadOnlySpan<byte> PortsOpen => "ports ouverts"u8;
    public override ReadOnlySpan<byte> PortsClosed => "ports fermés"u8;

    // The status in a line.
    public override ReadOnlySpan<byte> Stopping => "Arrêt en cours"u8;
    public override ReadOnlySpan<byte> Hashing => "Lecture de {0} {1} %"u8;
    public override ReadOnlySpan<byte> TimeLeft => "reste {0}"u8;
    public override ReadOnlySpan<byte> MoreToCome => "{0} de plus en attente"u8;
    public override ReadOnlySpan<byte> WaitingFor => "En attente de {0}"u8;
    public override ReadOnlySpan<byte> Starting => "Examen des dossiers"u8;
    public override ReadOnlySpan<byte> NothingToSeed => "Rien à partager pour l’instant"u8;
    public override ReadOnlySpan<byte> Seeding => "Partage de {0} ({1})"u8;
    public override ReadOnlySpan<byte> SomeOf => "{0} sur {1}"u8;
    public override ReadOnlySpan<byte> Tracking => "Suivi de {0}"u8;
    public override ReadOnlySpan<byte> NobodyConnected => "aucun pair connecté"u8;
    public override ReadOnlySpan<byte> RateTo => "{0} à {1}"u8;
    public override ReadOnlySpan<byte> SentInAll => "{0} envoyés"u8;
    public override ReadOnlySpan<byte> OneTorrent => "1 torrent"u8;
    public override ReadOnlySpan<byte> ManyTorrents => "{0} torrents"u8;
    public override ReadOnlySpan<byte> OnePeer => "1 pair"u8;
    public override ReadOnlySpan<byte> ManyPeers => "{0} pairs"u8;
    public override ReadOnlySpan<byte> OneAnnounce => "1 annonce"u8;
    public override ReadOnlySpan<byte> ManyAnnounces => "{0} annonces"u8;
    public override ReadOnlySpan<byte> OneProblem => "1 problème"u8;
    public override ReadOnlySpan<byte> ManyProblems => "{0} problèmes"u8;

    // Alarms.
    public override ReadOnlySpan<byte> ConfigAlarm => "seed.toml contient une erreur ; les réglages d’avant restent en vigueur."u8;
    public override ReadOnlySpan<byte> ConfigToDo => "Corrigez-la et enregistrez le fichier."u8;
    public override ReadOnlySpan<byte> NoDriveAlarm => "Il n’y a aucun disque à partager."u8;
    public override ReadOnlySpan<byte> NoDriveToDo => "Branchez une clé USB contenant des torrents ou un dossier nommé publish."u8;
    public override ReadOnlySpan<byte> DriveErrorsAlarm => "Un disque ne se lit plus."u8;
    public override ReadOnlySpan<byte> DriveErrorsToDo => "Débranchez le disque et rebranchez-le ; si cela se répète, remplacez-le."u8;
    public override ReadOnlySpan<byte> NoNetworkAlarm => "Il n’y a pas de réseau."u8;
    public override ReadOnlySpan<byte> NoNetworkToDo => "Vérifiez le câble réseau, le Wi-Fi et le routeur."u8;
    public override ReadOnlySpan<byte> BudgetSpentAlarm => "Le quota d’envoi est épuisé ; l’envoi est en pause."u8;
    public override ReadOnlySpan<byte> BudgetSpentToDo => "Attendez qu’il recommence, ou augmentez-le dans seed.toml."u8;
    public override ReadOnlySpan<byte> MemoryLimitAlarm => "La mémoire manque ; les nouvelles connexions sont refusées."u8;
    public override ReadOnlySpan<byte> MemoryLimitToDo => "Augmentez memory_limit ou baissez max_peers dans seed.toml."u8;
    public override ReadOnlySpan<byte> PartFailedAlarm => "Une partie du programme a échoué et redémarre."u8;
    public override ReadOnlySpan<byte> PartFailedToDo => "Attendez un instant ; si cela se répète, signalez ce que dit le journal."u8;
    public override ReadOnlySpan<byte> CardAlarm => "Quelque chose sur la carte du boîtier ne va pas."u8;
    public override ReadOnlySpan<byte> CardToDo => "Voyez ce que dit edgeseed-report.txt sur la carte, puis redémarrez le boîtier."u8;

    // Pages that say why something does not come.
    public override ReadOnlySpan<byte> ToFrontPage => "Vers la page d’accueil"u8;
    public override ReadOnlySpan<byte> NoPageHeading => "Cette page n’existe pas"u8;
    public override ReadOnlySpan<byte> NoPage => "L’adresse est peut-être mal saisie, ou ce qui était ici a disparu."u8;
    public override ReadOnlySpan<byte> NoTorrentHeading => "Ce torrent n’est pas ici"u8;
    public override ReadOnlySpan<byte> NoFileHeading => "Ce fichier n’est pas ici"u8;
    public override ReadOnlySpan<byte> TakenAway => "Il a peut-être été retiré, ou son disque est débranché. Tout ce qui est ici figure sur la page d’accueil."u8;
    public override ReadOnlySpan<byte> BusyHeading => "Trop de téléchargements à la fois"u8;
    public override ReadOnlySpan<byte> Busy => "Réessayez dans une minute. Un programme torrent attend de lui-même : le torrent est sur la page d’accueil."u8;
    public override ReadOnlySpan<byte> PausedHeading => "Rien n’est distribué pour l’instant"u8;
    public override ReadOnlySpan<byte> PausedForNow => "Le propriétaire a mis en pause pour un moment. Réessayez plus tard : tout est encore là."u8;
    public override ReadOnlySpan<byte> DamagedHeading => "Une partie de ce fichier est abîmée ou manque ici"u8;
    public override ReadOnlySpan<byte> Damaged => "Un fichier abîmé n’est pas distribué. Les autres fichiers, et le reste intact par torrent, restent disponibles."u8;
    public override ReadOnlySpan<byte> DamagedPiece => "Le premier morceau abîmé ou manquant est le numéro {0} sur {1}, en comptant à partir de 0."u8;
    public override ReadOnlySpan<byte> OtherFiles => "Ce qui est disponible"u8;
    public override ReadOnlySpan<byte> UnreadableHeading => "Ce fichier ne peut pas être lu pour l’instant"u8;
    public override ReadOnlySpan<byte> Unreadable => "Son disque ne répond pas. Un nouvel essai se fait tout seul : revenez plus tard."u8;
    public override ReadOnlySpan<byte> TooManyFilesHeading => "Trop de fichiers pour un seul .zip"u8;
    public override ReadOnlySpan<byte> TooManyFiles => "Téléchargez-les un par un, ou tous ensemble avec un programme torrent."u8;
    public override ReadOnlySpan<byte> TooLargeHeading => "Trop grand pour memory_limit"u8;
    public override ReadOnlySpan<byte> TooLarge => "La liste des fichiers de ce torrent ne tient pas dans la mémoire que ce service peut utiliser. Qui l’administre peut augmenter memory_limit."u8;

    // The owner's page.
    public override ReadOnlySpan<byte> OwnerView => "Pour le propriétaire"u8;
    public override ReadOnlySpan<byte> PauseAll => "Suspendre tous les envois"u8;
    public override ReadOnlySpan<byte> GoOn => "Reprendre selon seed.toml"u8;
    public override ReadOnlySpan<byte> PausedByHand => "suspendu par le propriétaire"u8;
    public override ReadOnlySpan<byte> LimitedByHand => "{0} pendant encore {1}, réglé à la main"u8;
    public override ReadOnlySpan<byte> LimitLabel => "Limite d’envoi"u8;
    public override ReadOnlySpan<byte> HoursLabel => "Pendant combien d’heures"u8;
    public override ReadOnlySpan<byte> SetLimit => "Fixer la limite"u8;
    public override ReadOnlySpan<byte> UntilRestart => "Cela vaut jusqu’au redémarrage du boîtier ; ce qui doit rester va dans seed.toml."u8;
    public override ReadOnlySpan<byte> CheckAgain => "Vérifier à nouveau"u8;
    public override ReadOnlySpan<byte> LetGo => "Éjecter"u8;
    public override ReadOnlySpan<byte> NotDone => "Cela n’a pas pu être fait."u8;
    public override ReadOnlySpan<byte> BadLimitHeading => "Cette limite ne convient pas"u8;
    public override ReadOnlySpan<byte> BadLimit => "Écrivez un débit tel que 200 KB/s ou 2 MB/s, et de 1 à 744 heures."u8;
    public override ReadOnlySpan<byte> LoginHeading => "Il faut le mot de passe du propriétaire"u8;
    public override ReadOnlySpan<byte> Login => "Rechargez cette page ; n’importe quel nom d’utilisateur va avec le mot de passe dont l’empreinte est dans seed.toml."u8;
    public override ReadOnlySpan<byte> TooManyTriesHeading => "Trop d’essais"u8;
    public override ReadOnlySpan<byte> TooManyTries => "Attendez une minute, puis rechargez cette page."u8;
    public override ReadOnlySpan<byte> ForeignFormHeading => "Ceci ne vient pas de la page du propriétaire"u8;
    public override ReadOnlySpan<byte> ForeignForm => "Un autre site l’a peut-être envoyé, ou le boîtier a redémarré entre-temps. Ouvrez /admin et appuyez à nouveau sur le bouton."u8;
    public override ReadOnlySpan<byte> NobodyFinds => "Personne ne peut trouver {0} : indiquez un tracker, ou laissez ce boîtier en tenir un."u8;
}
