namespace EdgeSeed.Web;

/// <summary>What a person sees instead of what was asked for: a heading, a sentence on what to do, and the way back.</summary>
/// <param name="English">Heading and sentence.</param>
/// <param name="Indonesian">The same.</param>
internal sealed record MessagePage((string Heading, string Sentence) English, (string Heading, string Sentence) Indonesian)
{
    /// <summary>There is no such page.</summary>
    public static readonly MessagePage NoPage = new(
        ("There is no such page", "The address may be mistyped, or what was here is gone."),
        ("Halaman ini tidak ada", "Mungkin alamatnya salah ketik, atau isinya sudah tidak ada."));

    /// <summary>There is no such torrent.</summary>
    public static readonly MessagePage NoTorrent = new(
        ("There is no such torrent here", "It may have been taken away, or its drive is unplugged. All that is here is on the front page."),
        ("Torrent ini tidak ada di sini", "Mungkin sudah dihapus, atau drive-nya dicabut. Semua yang ada terdaftar di halaman depan."));

    /// <summary>There is no such file.</summary>
    public static readonly MessagePage NoFile = new(
        ("There is no such file here", "It may have been taken away, or its drive is unplugged. All that is here is on the front page."),
        ("Berkas ini tidak ada di sini", "Mungkin sudah dihapus, atau drive-nya dicabut. Semua yang ada terdaftar di halaman depan."));

    /// <summary>Everything is taken at present.</summary>
    public static readonly MessagePage Busy = new(
        ("Too many downloads at once", "Try again in a minute. A torrent program waits by itself: the torrent is on the front page."),
        ("Terlalu banyak unduhan sekaligus", "Coba lagi sebentar. Program torrent menunggu sendiri: torrent-nya ada di halaman depan."));

    /// <summary>Some of the file is damaged or not there yet.</summary>
    public static readonly MessagePage Damaged = new(
        ("Part of this file is damaged or missing here", "A damaged file is not handed out. Other files, and the undamaged rest by torrent, can still be had."),
        ("Sebagian berkas ini rusak atau tidak ada di sini", "Berkas rusak tidak dibagikan. Berkas lain, dan bagian yang utuh lewat torrent, tetap bisa diambil."));

    /// <summary>The drive does not give it.</summary>
    public static readonly MessagePage Unreadable = new(
        ("This file cannot be read now", "Its drive does not answer. It is tried again by itself: come back later."),
        ("Berkas ini sekarang tidak bisa dibaca", "Drive-nya tidak menjawab. Akan dicoba lagi sendiri: kembalilah nanti."));

    /// <summary>There are more files than one archive may have.</summary>
    public static readonly MessagePage TooManyFiles = new(
        ("Too many files for one .zip", "Download them one by one, or all together with a torrent program."),
        ("Terlalu banyak berkas untuk satu .zip", "Unduh satu per satu, atau semuanya dengan program torrent."));

    /// <summary>Reading the torrent takes more memory than there is for it.</summary>
    public static readonly MessagePage TooLarge = new(
        ("Too large for memory_limit", "The list of files of this torrent does not fit into the memory that this service may use. Whoever runs it can raise memory_limit."),
        ("Terlalu besar untuk memory_limit", "Daftar berkas torrent ini tidak muat dalam memori yang boleh dipakai layanan ini. Pengelolanya bisa menaikkan memory_limit."));

    /// <summary>The whole page.</summary>
    public void Write(HtmlWriter html, PageView view)
    {
        (string heading, string sentence) = view.Indonesian ? Indonesian : English;
        PageFrame.WriteHead(html, view, heading, live: "");
        html.Markup("</header><main id=\"list\" tabindex=\"-1\"><section class=\"card\"><h1>"u8).Text(heading).Markup("</h1><p>"u8).Text(sentence)
            .Markup("</p><p class=\"get\"><a class=\"main\" href=\"/\">"u8).Say("To the front page"u8, "Ke halaman depan"u8).Markup("</a></p></section></main>"u8);
        PageFrame.WriteFoot(html, view);
    }
}
