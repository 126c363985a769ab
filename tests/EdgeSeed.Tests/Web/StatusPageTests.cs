using System.Security.Cryptography;
using EdgeSeed.Config;
using EdgeSeed.Status;
using EdgeSeed.Tests.Status;
using EdgeSeed.Web;

namespace EdgeSeed.Tests.Web;

public sealed class StatusPageTests
{
    private const string Hostile = "</h2><script>alert(1)</script>\" onload='x' \u202E&amp;";

    [Fact]
    public void ContentSecurityPolicy_names_the_hashes_of_style_sheet_and_script()
    {
        Assert.Equal(PageStyle.CssHash, Convert.ToBase64String(SHA256.HashData(PageStyle.Css)));
        Assert.Equal(PageScript.Hash, Convert.ToBase64String(SHA256.HashData(PageScript.Source)));
    }

    [Fact]
    public void Page_with_hostile_names_holds_no_markup_of_theirs()
    {
        PublishedTorrent torrent = SampleStatus.Torrent(Hostile, problem: Hostile);
        StatusSnapshot status = SampleStatus.Create(torrent) with
        {
            Name = Hostile,
            Problems = [Hostile],
            AnnounceUrl = "http://x/\"><script>",
            Alarms = [new Alarm(AlarmCode.Config, Hostile)],
            Drives = [SampleStatus.Drive(Hostile, DriveState.Failing) with { Problem = Hostile }],
            Budget = new BudgetStatus { Window = Hostile },
            Network = new NetworkStatus([Hostile], false),
        };
        var detail = new TorrentDetail { Files = [new PublishedFile(Hostile, "%3C", 1, IsDamaged: false)], Page = 1, Pages = 1, Clients = [new ClientCount(Hostile, 1, 2, 1)], CopiesInReach = 1 };
        foreach (string page in (string[])[Pages.List(status, "?q=" + Uri.EscapeDataString("</h2><script>\"")), Pages.List(status), Pages.Live(status), Pages.Torrent(status, detail)])
        {
            string own = page.Replace("<script>(()=>", "", StringComparison.Ordinal);
            Assert.DoesNotContain("<script", own, StringComparison.Ordinal);
            Assert.DoesNotContain("onload='", page, StringComparison.Ordinal);
            Assert.DoesNotContain('\u202E', page);
        }
        Assert.Contains("&lt;/h2&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39; \uFFFD&amp;amp;", Pages.List(status), StringComparison.Ordinal);
    }

    [Fact]
    public void Page_loads_nothing_from_anywhere()
    {
        string page = Pages.List(SampleStatus.Create(SampleStatus.Torrent("film.mkv")));
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("//", page.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal)
            .Replace("http://192.168.1.20:6969/announce", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Torrent_with_links_has_name_size_counts_magnet_and_file()
    {
        PublishedTorrent torrent = SampleStatus.Torrent("film & co.mkv");
        string page = Pages.List(SampleStatus.Create(torrent));
        Assert.Contains($"<h2 dir=\"auto\"><a href=\"/torrents/{torrent.InfoHash}\">film &amp; co.mkv</a></h2>", page, StringComparison.Ordinal);
        Assert.Contains("210 MB", page, StringComparison.Ordinal);
        Assert.Contains("<b>1</b> seed<", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/torrents/{torrent.InfoHash}.torrent\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"" + torrent.Magnet.Replace("&", "&amp;", StringComparison.Ordinal) + "\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_of_a_tracker_alone_says_what_that_is_and_speaks_of_no_seeding()
    {
        StatusSnapshot status = SampleStatus.Create() with { PeerPort = 0, Phase = ServicePhase.Ready };
        string page = Pages.List(status);
        Assert.Contains("This is a tracker: it tells those who download of each other.", page, StringComparison.Ordinal);
        Assert.Contains("http://192.168.1.20:6969/announce", page, StringComparison.Ordinal);
        Assert.Contains("Tracking 1 torrent", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing here yet", page, StringComparison.Ordinal);
        Assert.DoesNotContain("seed yet", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_in_Indonesian_says_so_with_a_decimal_comma()
    {
        string page = Pages.List(SampleStatus.Create(SampleStatus.Torrent("film.mkv")) with { Alarms = [new Alarm(AlarmCode.NoDrive, "")] }, language: "id");
        Assert.Contains("<html lang=\"id\">", page, StringComparison.Ordinal);
        Assert.Contains("Membagikan 1 torrent (210 MB) · 1,2 MB/s ke 2 peer · 4 MB terkirim · 1 masalah", page, StringComparison.Ordinal);
        Assert.Contains("Unduh", page, StringComparison.Ordinal);
        Assert.Contains(AlarmText.What(AlarmCode.NoDrive, Pages.In("id")), page, StringComparison.Ordinal);
        Assert.DoesNotContain("downloading", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_in_Arabic_runs_from_the_right()
    {
        string page = Pages.List(SampleStatus.Create(SampleStatus.Torrent("film.mkv")), language: "ar");
        Assert.Contains("<html lang=\"ar\" dir=\"rtl\">", page, StringComparison.Ordinal);
        Assert.Contains("مشاركة تورنت واحد (210 MB)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("downloading", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_of_many_torrents_shows_some_offers_to_search_and_leads_on()
    {
        StatusSnapshot status = SampleStatus.Create([.. Enumerable.Range(0, 10_000).Select(i => SampleStatus.Torrent($"film {i:00000}", infoHash: $"{i:x40}"))]);
        string first = Pages.List(status);
        Assert.True(first.Length < 100_000, $"{first.Length} characters");
        Assert.Contains("role=\"search\"", first, StringComparison.Ordinal);
        Assert.Contains("Page 1 of 200", first, StringComparison.Ordinal);
        Assert.Contains("href=\"/?page=2\"", first, StringComparison.Ordinal);
        Assert.Contains("film 00049", first, StringComparison.Ordinal);
        Assert.DoesNotContain("film 00050", first, StringComparison.Ordinal);
        Assert.Contains("film 09999", Pages.List(status, "?page=9999"), StringComparison.Ordinal); // beyond the end is the end
        Assert.Contains("film 09999", Pages.List(status, "?page=200"), StringComparison.Ordinal);
        string found = Pages.List(status, "?q=FILM+0123%34");
        Assert.Contains("1 of 10,000 torrents match.", found, StringComparison.Ordinal);
        Assert.Contains("film 01234", found, StringComparison.Ordinal);
        Assert.DoesNotContain("Page 1", found, StringComparison.Ordinal);
        Assert.Contains("0 of 10,000 torrents match.", Pages.List(status, "?q=nowhere"), StringComparison.Ordinal);
    }

    [Fact]
    public void Page_of_few_torrents_has_no_search() =>
        Assert.DoesNotContain("role=\"search\"", Pages.List(SampleStatus.Create(SampleStatus.Torrent("x"))), StringComparison.Ordinal);

    [Fact]
    public void Live_gives_every_changing_part_of_the_page_and_nothing_else()
    {
        StatusSnapshot status = SampleStatus.Create(SampleStatus.Torrent("a"), SampleStatus.Torrent("b"));
        string page = Pages.List(status), live = Pages.Live(status);
        string key = live[live.IndexOf("data-key", StringComparison.Ordinal)..live.IndexOf("\"></i>", StringComparison.Ordinal)];
        Assert.Contains(key, page, StringComparison.Ordinal);
        foreach (string id in (string[])["s", "a", "t0", "t1", "u", "d", "b"])
        {
            Assert.Contains($"id=\"{id}\"", live, StringComparison.Ordinal);
            Assert.Contains($"id=\"{id}\"", page, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("magnet:", live, StringComparison.Ordinal);
        Assert.NotEqual(key, Pages.Live(SampleStatus.Create(SampleStatus.Torrent("a")))[..key.Length]);
    }

    [Fact]
    public void Title_is_the_configured_one_or_the_name_of_the_box()
    {
        StatusSnapshot status = SampleStatus.Create() with { Name = "Desa Sukamaju" };
        Assert.Contains("<h1>Desa Sukamaju</h1>", Pages.List(status), StringComparison.Ordinal);
        Assert.Contains("<h1>Perpustakaan</h1>", Pages.List(status, web: new WebConfig { Title = "Perpustakaan" }), StringComparison.Ordinal);
    }

    [Fact]
    public void Torrent_page_lists_files_clients_copies_and_a_code()
    {
        var detail = new TorrentDetail
        {
            Files = [new PublishedFile("foto/a b.jpg", "album/foto/a%20b.jpg", 1_000, IsDamaged: false), new PublishedFile("foto/c.jpg", "album/foto/c.jpg", 1_000, IsDamaged: true)],
            Page = 2,
            Pages = 3,
            Clients = [new ClientCount("Transmission", 2, 3_000, 0.255), new ClientCount("", 1, 0, 1)],
            CopiesInReach = 2.51,
        };
        StatusSnapshot status = SampleStatus.Create(SampleStatus.Torrent("album"));
        string page = Pages.Torrent(status, detail);
        Assert.Contains($"<a dir=\"auto\" href=\"/files/{SampleStatus.InfoHash}/album/foto/a%20b.jpg?save\">foto/a b.jpg</a>", page, StringComparison.Ordinal);
        Assert.Contains("<span dir=\"auto\">foto/c.jpg</span><i>damaged here</i>", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/torrents/{SampleStatus.InfoHash}?page=1#files\"", page, StringComparison.Ordinal);
        Assert.Contains("Page 2 of 3", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/torrents/{SampleStatus.InfoHash}?page=3#files\"", page, StringComparison.Ordinal);
        Assert.Contains("<td>Transmission</td><td>2</td><td>25 %</td><td>3 KB</td>", page, StringComparison.Ordinal);
        Assert.Contains("<td>unknown</td>", page, StringComparison.Ordinal);
        Assert.Contains("<dd>2.51</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dd>0.02</dd>", page, StringComparison.Ordinal);
        Assert.Contains("class=\"qr\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/files/", Pages.Torrent(status, detail, offersFiles: false), StringComparison.Ordinal);
    }
}
