using EdgeSeed.Config;
using EdgeSeed.Protocol;
using EdgeSeed.Web;

namespace EdgeSeed.Library;

/// <summary>The address of this box as a web seed (BEP 19) in torrents made here.</summary>
/// <param name="ownPage">Says the page's address, as other machines reach it now, with a slash at the end.</param>
/// <param name="config">Whether it is wanted, and the page's address behind a proxy; follows edits.</param>
internal sealed class WebSeedLink(Func<string> ownPage, Func<SeedConfig> config)
{
    private const string Announce = "/announce";

    /// <summary>The address for one torrent; null when it is not wanted.</summary>
    /// <param name="infoHash">Which torrent.</param>
    /// <param name="announceUrl">By which the client that asks reaches our tracker; null when that is not known.</param>
    public string? For(InfoHash infoHash, string? announceUrl)
    {
        SeedConfig wanted = config();
        if (!wanted.Seeder.WebSeed) return null;
        string page = wanted.Web.PublicUrl.Length > 0 ? wanted.Web.PublicUrl : announceUrl is { } url && url.EndsWith(Announce, StringComparison.Ordinal) ? url[..^Announce.Length] : ownPage();
        return $"{page.TrimEnd('/')}{FileEndpoint.Prefix}{infoHash}/";
    }
}
