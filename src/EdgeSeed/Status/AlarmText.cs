namespace EdgeSeed.Status;

/// <summary>What an alarm means and what to do about it, in plain words, for people who never read a manual.</summary>
internal static class AlarmText
{
    /// <summary>What is wrong in at most 12 characters, for a display.</summary>
    public static string Title(AlarmCode code) => code switch
    {
        AlarmCode.Config => "Config error",
        AlarmCode.NoDrive => "No drive",
        AlarmCode.DriveErrors => "Drive errors",
        AlarmCode.NoNetwork => "No network",
        AlarmCode.BudgetSpent => "Budget spent",
        AlarmCode.PartFailed => "Part failed",
        _ => "Memory limit",
    };

    /// <summary>What is wrong, a sentence.</summary>
    /// <param name="code">Which alarm.</param>
    /// <param name="indonesian">In Indonesian rather than English.</param>
    public static string What(AlarmCode code, bool indonesian) => code switch
    {
        AlarmCode.Config => indonesian ? "Ada kesalahan di seed.toml; pengaturan lama tetap berlaku." : "seed.toml has a mistake; the settings from before still hold.",
        AlarmCode.NoDrive => indonesian ? "Tidak ada drive yang bisa dibagikan." : "There is no drive to share from.",
        AlarmCode.DriveErrors => indonesian ? "Sebuah drive gagal dibaca." : "A drive fails to read.",
        AlarmCode.NoNetwork => indonesian ? "Tidak ada jaringan." : "There is no network.",
        AlarmCode.BudgetSpent => indonesian ? "Kuota unggah sudah habis; unggahan dijeda." : "The upload quota is used up; uploading pauses.",
        AlarmCode.PartFailed => indonesian ? "Sebagian program gagal dan dimulai lagi." : "A part of the program failed and is begun again.",
        _ => indonesian ? "Memori hampir habis; koneksi baru ditolak." : "Memory runs short; new connections are refused.",
    };

    /// <summary>What to do about it, a sentence.</summary>
    /// <param name="code">Which alarm.</param>
    /// <param name="indonesian">In Indonesian rather than English.</param>
    public static string ToDo(AlarmCode code, bool indonesian) => code switch
    {
        AlarmCode.Config => indonesian ? "Perbaiki baris yang disebut lalu simpan berkasnya." : "Correct the line named here and save the file.",
        AlarmCode.NoDrive => indonesian ? "Pasang drive USB yang berisi torrent atau folder publish." : "Plug in a USB drive that holds torrents or a folder called publish.",
        AlarmCode.DriveErrors => indonesian ? "Cabut dan pasang lagi drive itu; jika terulang, ganti drive." : "Unplug the drive and plug it in again; if it happens again, replace it.",
        AlarmCode.NoNetwork => indonesian ? "Periksa kabel jaringan, Wi-Fi, dan router." : "Check the network cable, the Wi-Fi and the router.",
        AlarmCode.BudgetSpent => indonesian ? "Tunggu sampai kuota mulai lagi, atau naikkan di seed.toml." : "Wait until it begins anew, or raise it in seed.toml.",
        AlarmCode.PartFailed => indonesian ? "Tunggu sebentar; jika terulang, laporkan isi log." : "Wait a moment; if it happens again, report what the log says.",
        _ => indonesian ? "Naikkan memory_limit atau turunkan max_peers di seed.toml." : "Raise memory_limit or lower max_peers in seed.toml.",
    };
}

/// <summary>What a person must see to. The value is its number everywhere: of blinks on an LED, on the display, in the status.</summary>
internal enum AlarmCode
{
    /// <summary>The configuration has errors; the service runs on the one before.</summary>
    Config = 1,

    /// <summary>There is no drive with anything to publish.</summary>
    NoDrive = 2,

    /// <summary>A drive fails to give its data.</summary>
    DriveErrors = 3,

    /// <summary>This machine has no network.</summary>
    NoNetwork = 4,

    /// <summary>The quota of bytes to send is spent.</summary>
    BudgetSpent = 5,

    /// <summary>The memory limit holds things up.</summary>
    MemoryLimit = 6,

    /// <summary>A part of the program failed by a bug and is not begun again yet.</summary>
    PartFailed = 7,
}
