using System.Buffers;
using System.Text;
using EdgeSeed.Config;
using EdgeSeed.Languages;
using EdgeSeed.Status;
using EdgeSeed.Torrents;
using EdgeSeed.Web;

namespace EdgeSeed.Tests.Web;

/// <summary>Pages as text.</summary>
internal static class Pages
{
    public static PageView View(StatusSnapshot status, string language = "en", WebConfig? web = null, bool offersFiles = true) =>
        new(status, web ?? new WebConfig(), In(language), new TrackerUrls([], () => status.AnnounceUrl), status.AnnounceUrl, offersFiles);

    public static string List(StatusSnapshot status, string query = "", string language = "en", WebConfig? web = null)
    {
        PageView view = View(status, language, web);
        var wanted = PageQuery.Parse(query);
        var list = TorrentList.Find(status, wanted);
        return Write(language, html =>
        {
            StatusPage.WriteHead(html, view, wanted, list);
            for (int i = 0; i < list.Shown.Count; i++) StatusPage.WriteTorrent(html, list.Shown[i], i, view);
            StatusPage.WriteFoot(html, view, wanted, list);
        });
    }

    public static string Live(StatusSnapshot status, string query = "") =>
        Write("en", html => StatusPage.WriteLive(html, View(status), TorrentList.Find(status, PageQuery.Parse(query))));

    public static string Torrent(StatusSnapshot status, TorrentDetail detail, bool offersFiles = true)
    {
        PageView view = View(status, offersFiles: offersFiles);
        PublishedTorrent torrent = status.Torrents[0];
        return Write("en", html =>
        {
            TorrentPage.WriteHead(html, view, torrent, detail);
            foreach (PublishedFile file in detail.Files) TorrentPage.WriteFile(html, view, torrent, file);
            TorrentPage.WriteFoot(html, view, torrent, detail);
        });
    }

    public static Language In(string tag) => Language.All.Single(language => language.Tag == tag);

    private static string Write(string language, Action<HtmlWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(new HtmlWriter(output, In(language)));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
