namespace EdgeSeed.Languages;

/// <summary>Indonesian.</summary>
internal sealed class Indonesian : Language
{
    public override string Tag => "id";
    public override char DecimalSeparator => ',';
    public override char GroupSeparator => '.';
    public override string TimeUnits => "hari jam menit detik";
    public override string ByteUnit => "byte";

    // The frame of every page.
    public override ReadOnlySpan<byte> SkipToContent => "Langsung ke isi"u8;
    public override ReadOnlySpan<byte> Offline => "Perangkat tidak menjawab; angka-angka ini sudah lama."u8;
    public override ReadOnlySpan<byte> QrOfPage => "Kode QR halaman ini"u8;

    // The list.
    public override ReadOnlySpan<byte> Search => "Cari"u8;
    public override ReadOnlySpan<byte> SearchHint => "nama atau info-hash"u8;
    public override ReadOnlySpan<byte> Matches => "{0} dari {1} torrent cocok."u8;
    public override ReadOnlySpan<byte> TrackerIntro => "Ini tracker: memperkenalkan para pengunduh satu sama lain. Alamatnya, untuk pembuat torrent:"u8;
    public override ReadOnlySpan<byte> TrackerHeading => "Tracker"u8;
    public override ReadOnlySpan<byte> NothingYet => "Belum ada apa-apa. Berkas dan folder muncul begitu selesai dibaca."u8;
    public override ReadOnlySpan<byte> TheBox => "Perangkat"u8;
    public override ReadOnlySpan<byte> PageOnPhone => "Halaman ini di ponsel"u8;
    public override ReadOnlySpan<byte> Larger => "Lebih besar"u8;
    public override ReadOnlySpan<byte> Pages => "Halaman"u8;
    public override ReadOnlySpan<byte> Back => "Sebelumnya"u8;
    public override ReadOnlySpan<byte> PageOf => "Halaman {0} dari {1}"u8;
    public override ReadOnlySpan<byte> More => "Berikutnya"u8;

    // A torrent.
    public override ReadOnlySpan<byte> InFiles => "dalam {0} berkas"u8;
    public override ReadOnlySpan<byte> Seed => "seed"u8;
    public override ReadOnlySpan<byte> Seeds => "seed"u8;
    public override ReadOnlySpan<byte> Downloading => "mengunduh"u8;
    public override ReadOnlySpan<byte> Done => "selesai"u8;
    public override ReadOnlySpan<byte> Up => "unggah"u8;
    public override ReadOnlySpan<byte> Download => "Unduh"u8;
    public override ReadOnlySpan<byte> Play => "Putar"u8;
    public override ReadOnlySpan<byte> Torrent => "Torrent"u8;
    public override ReadOnlySpan<byte> Magnet => "Magnet"u8;
    public override ReadOnlySpan<byte> WaitingToBeRead => "Menunggu dibaca"u8;
    public override ReadOnlySpan<byte> BeingCopied => "Sedang disalin; diterbitkan setelah selesai"u8;
    public override ReadOnlySpan<byte> BeingFetched => "Sedang diambil: {0} %"u8;
    public override ReadOnlySpan<byte> Progress => "Kemajuan"u8;
    public override ReadOnlySpan<byte> CannotBeRead => "Sekarang tidak bisa dibaca."u8;
    public override ReadOnlySpan<byte> DataMissing => "Datanya tidak ada, atau panjangnya lain."u8;
    public override ReadOnlySpan<byte> DriveMissing => "Drive atau folder {0} tidak terpasang."u8;
    public override ReadOnlySpan<byte> NothingInIt => "Masih kosong; yang dimasukkan ke dalamnya akan dibagikan."u8;
    public override ReadOnlySpan<byte> PiecesRight => "{0} dari {1} potongan benar; hanya itu yang dibagikan."u8;

    // A torrent's own page.
    public override ReadOnlySpan<byte> Files => "Berkas"u8;
    public override ReadOnlySpan<byte> ListUnreadable => "Daftarnya sekarang tidak bisa dibaca."u8;
    public override ReadOnlySpan<byte> DamagedFile => "rusak di sini"u8;
    public override ReadOnlySpan<byte> ForPhone => "Untuk ponsel"u8;
    public override ReadOnlySpan<byte> Copy => "Salin"u8;
    public override ReadOnlySpan<byte> Copied => "Tersalin"u8;
    public override ReadOnlySpan<byte> MadeOn => "dibuat {0}"u8;
    public override ReadOnlySpan<byte> PiecesOf => "potongan {0}"u8;
    public override ReadOnlySpan<byte> Private => "privat: peer hanya dari tracker-nya"u8;
    public override ReadOnlySpan<byte> WhoHasIt => "Siapa yang punya"u8;
    public override ReadOnlySpan<byte> CopiesSent => "Salinan terkirim dari sini"u8;
    public override ReadOnlySpan<byte> CopiesInReach => "Salinan di sini dan pada semua yang tersambung"u8;
    public override ReadOnlySpan<byte> Program => "Program"u8;
    public override ReadOnlySpan<byte> Has => "Punya"u8;
    public override ReadOnlySpan<byte> Unknown => "tak dikenal"u8;
    public override ReadOnlySpan<byte> AdviceWithoutProgram => "Torrent dan tautan magnet dibuka dengan program BitTorrent, yang tidak ada di iPhone dan iPad: pakai tombol unduh."u8;
    public override ReadOnlySpan<byte> Advice => "Bila banyak orang mengunduh bersamaan, torrent atau tautan magnet lebih cepat: semua saling membantu. Buka dengan program gratis seperti {0}."u8;

    // The box.
    public override ReadOnlySpan<byte> Upload => "Unggahan"u8;
    public override ReadOnlySpan<byte> UploadGraph => "Laju unggah selama {0} terakhir, paling tinggi {1}"u8;
    public override ReadOnlySpan<byte> PausedBySchedule => "dijeda oleh jadwal"u8;
    public override ReadOnlySpan<byte> OfLimit => "dari {0}"u8;
    public override ReadOnlySpan<byte> PeersConnected => "Peer"u8;
    public override ReadOnlySpan<byte> Sent => "Terkirim"u8;
    public override ReadOnlySpan<byte> Hours => "Jam"u8;
    public override ReadOnlySpan<byte> ReceivedByEverybody => "Diterima semua orang"u8;
    public override ReadOnlySpan<byte> TimesSent => "{0} kali yang terkirim dari sini"u8;
    public override ReadOnlySpan<byte> Today => "Hari ini"u8;
    public override ReadOnlySpan<byte> ThisMonth => "Bulan ini"u8;
    public override ReadOnlySpan<byte> UsedOf => "{0} dari {1}"u8;
    public override ReadOnlySpan<byte> DrivesAndFolders => "Drive dan folder"u8;
    public override ReadOnlySpan<byte> DriveAway => "tidak terpasang; torrent-nya menunggu"u8;
    public override ReadOnlySpan<byte> DriveOpening => "sedang dibuka"u8;
    public override ReadOnlySpan<byte> DriveSearched => "sedang dicari, {0} dari {1}"u8;
    public override ReadOnlySpan<byte> DriveRead => "sedang dibaca, {0} dari {1}"u8;
    public override ReadOnlySpan<byte> DriveAsleep => "tidur"u8;
    public override ReadOnlySpan<byte> DriveFails => "gagal dibaca, sejak {0} lalu"u8;
    public override ReadOnlySpan<byte> DriveLetGo => "sedang dilepas"u8;
    public override ReadOnlySpan<byte> DriveRemovable => "boleh dicabut"u8;
    public override ReadOnlySpan<byte> ThisBox => "Perangkat ini"u8;
    public override ReadOnlySpan<byte> RunningFor => "Menyala selama"u8;
    public override ReadOnlySpan<byte> Memory => "Memori"u8;
    public override ReadOnlySpan<byte> TorrentsTracked => "Torrent dilacak"u8;
    public override ReadOnlySpan<byte> Announces => "Announce"u8;
    public override ReadOnlySpan<byte> PeersKnown => "Peer dikenal"u8;
    public override ReadOnlySpan<byte> Address => "Alamat"u8;
    public override ReadOnlySpan<byte> Router => "Router"u8;
    public override ReadOnlySpan<byte> RouterAsked => "sedang ditanya"u8;
    public override ReadOnlySpan<byte> PortsOpen => "port terbuka"u8;
    public override ReadOnlySpan<byte> PortsClosed => "port tertutup"u8;

    // The status in a line.
    public override ReadOnlySpan<byte> Stopping => "Sedang berhenti"u8;
    public override ReadOnlySpan<byte> Hashing => "Membaca {0} {1} %"u8;
    public override ReadOnlySpan<byte> TimeLeft => "{0} lagi"u8;
    public override ReadOnlySpan<byte> MoreToCome => "{0} lagi menunggu"u8;
    public override ReadOnlySpan<byte> WaitingFor => "Menunggu {0}"u8;
    public override ReadOnlySpan<byte> Starting => "Melihat isi folder"u8;
    public override ReadOnlySpan<byte> NothingToSeed => "Belum ada yang dibagikan"u8;
    public override ReadOnlySpan<byte> Seeding => "Membagikan {0} ({1})"u8;
    public override ReadOnlySpan<byte> SomeOf => "{0} dari {1}"u8;
    public override ReadOnlySpan<byte> Tracking => "Melacak {0}"u8;
    public override ReadOnlySpan<byte> NobodyConnected => "tidak ada peer"u8;
    public override ReadOnlySpan<byte> RateTo => "{0} ke {1}"u8;
    public override ReadOnlySpan<byte> SentInAll => "{0} terkirim"u8;
    public override ReadOnlySpan<byte> OneTorrent => "1 torrent"u8;
    public override ReadOnlySpan<byte> ManyTorrents => "{0} torrent"u8;
    public override ReadOnlySpan<byte> OnePeer => "1 peer"u8;
    public override ReadOnlySpan<byte> ManyPeers => "{0} peer"u8;
    public override ReadOnlySpan<byte> OneAnnounce => "1 announce"u8;
    public override ReadOnlySpan<byte> ManyAnnounces => "{0} announce"u8;
    public override ReadOnlySpan<byte> OneProblem => "1 masalah"u8;
    public override ReadOnlySpan<byte> ManyProblems => "{0} masalah"u8;

    // Alarms.
    public override ReadOnlySpan<byte> ConfigAlarm => "Ada kesalahan di seed.toml; pengaturan lama tetap berlaku."u8;
    public override ReadOnlySpan<byte> ConfigToDo => "Perbaiki lalu simpan berkasnya."u8;
    public override ReadOnlySpan<byte> NoDriveAlarm => "Tidak ada drive yang bisa dibagikan."u8;
    public override ReadOnlySpan<byte> NoDriveToDo => "Pasang drive USB yang berisi torrent atau folder publish."u8;
    public override ReadOnlySpan<byte> DriveErrorsAlarm => "Sebuah drive gagal dibaca."u8;
    public override ReadOnlySpan<byte> DriveErrorsToDo => "Cabut dan pasang lagi drive itu; jika terulang, ganti drive."u8;
    public override ReadOnlySpan<byte> NoNetworkAlarm => "Tidak ada jaringan."u8;
    public override ReadOnlySpan<byte> NoNetworkToDo => "Periksa kabel jaringan, Wi-Fi, dan router."u8;
    public override ReadOnlySpan<byte> BudgetSpentAlarm => "Kuota unggah sudah habis; unggahan dijeda."u8;
    public override ReadOnlySpan<byte> BudgetSpentToDo => "Tunggu sampai kuota mulai lagi, atau naikkan di seed.toml."u8;
    public override ReadOnlySpan<byte> MemoryLimitAlarm => "Memori hampir habis; koneksi baru ditolak."u8;
    public override ReadOnlySpan<byte> MemoryLimitToDo => "Naikkan memory_limit atau turunkan max_peers di seed.toml."u8;
    public override ReadOnlySpan<byte> PartFailedAlarm => "Sebagian program gagal dan dimulai lagi."u8;
    public override ReadOnlySpan<byte> PartFailedToDo => "Tunggu sebentar; jika terulang, laporkan isi log."u8;
    public override ReadOnlySpan<byte> CardAlarm => "Ada yang tidak beres pada kartu kotak ini."u8;
    public override ReadOnlySpan<byte> CardToDo => "Ikuti edgeseed-report.txt di kartu, lalu nyalakan ulang kotak ini."u8;

    // Pages that say why something does not come.
    public override ReadOnlySpan<byte> ToFrontPage => "Ke halaman depan"u8;
    public override ReadOnlySpan<byte> NoPageHeading => "Halaman ini tidak ada"u8;
    public override ReadOnlySpan<byte> NoPage => "Mungkin alamatnya salah ketik, atau isinya sudah tidak ada."u8;
    public override ReadOnlySpan<byte> NoTorrentHeading => "Torrent ini tidak ada di sini"u8;
    public override ReadOnlySpan<byte> NoFileHeading => "Berkas ini tidak ada di sini"u8;
    public override ReadOnlySpan<byte> TakenAway => "Mungkin sudah dihapus, atau drive-nya dicabut. Semua yang ada terdaftar di halaman depan."u8;
    public override ReadOnlySpan<byte> BusyHeading => "Terlalu banyak unduhan sekaligus"u8;
    public override ReadOnlySpan<byte> Busy => "Coba lagi sebentar. Program torrent menunggu sendiri: torrent-nya ada di halaman depan."u8;
    public override ReadOnlySpan<byte> PausedHeading => "Untuk sementara tidak ada yang dibagikan"u8;
    public override ReadOnlySpan<byte> PausedForNow => "Pemilik menjedanya untuk sementara. Coba lagi nanti: semuanya masih ada di sini."u8;
    public override ReadOnlySpan<byte> DamagedHeading => "Sebagian berkas ini rusak atau tidak ada di sini"u8;
    public override ReadOnlySpan<byte> Damaged => "Berkas rusak tidak dibagikan. Berkas lain, dan bagian yang utuh lewat torrent, tetap bisa diambil."u8;
    public override ReadOnlySpan<byte> DamagedPiece => "Potongan rusak atau hilang yang pertama adalah nomor {0} dari {1}, dihitung dari 0."u8;
    public override ReadOnlySpan<byte> OtherFiles => "Yang bisa diambil"u8;
    public override ReadOnlySpan<byte> UnreadableHeading => "Berkas ini sekarang tidak bisa dibaca"u8;
    public override ReadOnlySpan<byte> Unreadable => "Drive-nya tidak menjawab. Akan dicoba lagi sendiri: kembalilah nanti."u8;
    public override ReadOnlySpan<byte> TooManyFilesHeading => "Terlalu banyak berkas untuk satu .zip"u8;
    public override ReadOnlySpan<byte> TooManyFiles => "Unduh satu per satu, atau semuanya dengan program torrent."u8;
    public override ReadOnlySpan<byte> TooLargeHeading => "Terlalu besar untuk memory_limit"u8;
    public override ReadOnlySpan<byte> TooLarge => "Daftar berkas torrent ini tidak muat dalam memori yang boleh dipakai layanan ini. Pengelolanya bisa menaikkan memory_limit."u8;

    // The owner's page.
    public override ReadOnlySpan<byte> OwnerView => "Untuk pemilik"u8;
    public override ReadOnlySpan<byte> PauseAll => "Jeda semua unggahan"u8;
    public override ReadOnlySpan<byte> GoOn => "Lanjut menurut seed.toml"u8;
    public override ReadOnlySpan<byte> PausedByHand => "dijeda oleh pemilik"u8;
    public override ReadOnlySpan<byte> LimitedByHand => "{0} selama {1} lagi, diatur manual"u8;
    public override ReadOnlySpan<byte> LimitLabel => "Batas unggahan"u8;
    public override ReadOnlySpan<byte> HoursLabel => "Untuk berapa jam"u8;
    public override ReadOnlySpan<byte> SetLimit => "Atur batas"u8;
    public override ReadOnlySpan<byte> UntilRestart => "Ini berlaku sampai kotak dinyalakan ulang; yang harus tetap, tulis di seed.toml."u8;
    public override ReadOnlySpan<byte> CheckAgain => "Periksa lagi"u8;
    public override ReadOnlySpan<byte> LetGo => "Keluarkan"u8;
    public override ReadOnlySpan<byte> NotDone => "Itu tidak dapat dilakukan."u8;
    public override ReadOnlySpan<byte> BadLimitHeading => "Batas ini tidak dapat dipakai"u8;
    public override ReadOnlySpan<byte> BadLimit => "Tulis laju seperti 200 KB/s atau 2 MB/s, dan 1 sampai 744 jam."u8;
    public override ReadOnlySpan<byte> LoginHeading => "Kata sandi pemilik diperlukan"u8;
    public override ReadOnlySpan<byte> Login => "Muat ulang halaman ini; nama pengguna apa pun cocok dengan kata sandi yang hash-nya ada di seed.toml."u8;
    public override ReadOnlySpan<byte> TooManyTriesHeading => "Terlalu banyak percobaan"u8;
    public override ReadOnlySpan<byte> TooManyTries => "Tunggu satu menit, lalu muat ulang halaman ini."u8;
    public override ReadOnlySpan<byte> ForeignFormHeading => "Ini tidak berasal dari halaman pemilik"u8;
    public override ReadOnlySpan<byte> ForeignForm => "Mungkin situs lain yang mengirimnya, atau kotak sempat dinyalakan ulang. Buka /admin dan tekan lagi tombolnya."u8;
    public override ReadOnlySpan<byte> NobodyFinds => "Tidak ada yang dapat menemukan {0}: sebutkan tracker, atau biarkan kotak ini menjalankannya."u8;
}
