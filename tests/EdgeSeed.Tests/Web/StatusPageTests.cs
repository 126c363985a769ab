using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using EdgeSeed.Status;
using EdgeSeed.Tests.Status;
using EdgeSeed.Web;

namespace EdgeSeed.Tests.Web;

public sealed class StatusPageTests
{
    [Fact]
    public void ContentSecurityPolicy_names_the_hash_of_the_style_sheet() =>
        Assert.Equal(PageStyle.CssHash, Convert.ToBase64String(SHA256.HashData(PageStyle.Css)));

    [Fact]
    public void Page_with_hostile_names_holds_no_markup_of_theirs()
    {
        const string hostile = "</h2><script>alert(1)</script>\" onload='x' \u202E&amp;";
        PublishedTorrent torrent = SampleStatus.Torrent(hostile) with { Problem = hostile, Magnet = "magnet:?dn=\"><script>" };
        string page = Render(SampleStatus.Create(torrent) with { Problems = [hostile], AnnounceUrl = "http://x/\"><script>" });
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("onload='", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', page);
        Assert.Contains("&lt;/h2&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39; \uFFFD&amp;amp;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_loads_nothing_from_anywhere()
    {
        string page = Render(SampleStatus.Create(SampleStatus.Torrent("film.mkv")));
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("//", page.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal)
            .Replace("http://192.168.1.20:6969/announce", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Torrent_with_links_has_name_size_counts_magnet_and_file()
    {
        PublishedTorrent torrent = SampleStatus.Torrent("film & co.mkv");
        string page = Render(SampleStatus.Create(torrent));
        Assert.Contains("<h2>film &amp; co.mkv</h2>", page, StringComparison.Ordinal);
        Assert.Contains("210 MB", page, StringComparison.Ordinal);
        Assert.Contains("<b>1</b> seed<", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/torrents/{torrent.InfoHash}.torrent\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"" + torrent.Magnet.Replace("&", "&amp;", StringComparison.Ordinal) + "\"", page, StringComparison.Ordinal);
    }

    private static string Render(StatusSnapshot status)
    {
        var output = new ArrayBufferWriter<byte>();
        StatusPage.WriteHead(output, status);
        foreach (PublishedTorrent torrent in status.Torrents) StatusPage.WriteTorrent(output, torrent, torrent.Magnet, status);
        StatusPage.WriteFoot(output, status, status.AnnounceUrl);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
