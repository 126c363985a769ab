using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using EdgeSeed.Status;

namespace EdgeSeed.Web;

/// <summary>
/// <c>/feed.xml</c>: the newest torrents as RSS 2.0 with enclosures, to which BitTorrent programs subscribe; what is published is then fetched
/// everywhere by itself.
/// </summary>
internal static class TorrentFeed
{
    /// <summary>Where it is.</summary>
    public const string Path = "/feed.xml";

    /// <summary>Where all torrents are for scripts, newest first.</summary>
    public const string JsonPath = "/torrents.json";

    /// <summary>Torrents in it, the newest: subscribers ask often, and keep what they have seen.</summary>
    public const int MaxItems = 100;

    /// <summary>Its media type.</summary>
    public const string ContentType = "application/rss+xml; charset=utf-8";

    /// <summary>Those that can be had, the newest first; of the same age by name, so that the order stays.</summary>
    public static List<PublishedTorrent> Newest(StatusSnapshot status, int most)
    {
        List<PublishedTorrent> offered = [.. status.Torrents.Where(static torrent => torrent.Entry.IsOffered)];
        offered.Sort(static (left, right) => right.Entry.AddedAt.CompareTo(left.Entry.AddedAt) is not 0 and var byAge ? byAge : string.CompareOrdinal(left.Name, right.Name));
        if (offered.Count > most) offered.RemoveRange(most, offered.Count - most);
        return offered;
    }

    /// <summary>A tag that changes with what is listed and where, and with its figures where they are told (RFC 9110 section 8.8.3).</summary>
    public static string Tag(IReadOnlyList<PublishedTorrent> torrents, string root, bool hasFigures)
    {
        var hash = new XxHash64();
        hash.Append(Encoding.UTF8.GetBytes(root));
        foreach (PublishedTorrent torrent in torrents)
        {
            hash.Append(Encoding.UTF8.GetBytes(torrent.InfoHash));
            if (hasFigures) hash.Append(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $" {torrent.Seeds} {torrent.Leechers} {torrent.Completed};")));
        }
        return string.Create(CultureInfo.InvariantCulture, $"\"{hash.GetCurrentHashAsUInt64():x16}\"");
    }

    /// <summary>The whole feed.</summary>
    /// <param name="html">Where to write; its escapes are XML's too.</param>
    /// <param name="title">The box's name.</param>
    /// <param name="root">The page's address as this client knows it, with its last slash.</param>
    /// <param name="torrents">What is listed.</param>
    public static void Write(HtmlWriter html, string title, string root, IReadOnlyList<PublishedTorrent> torrents)
    {
        html.Markup("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><title>"u8).Text(title)
            .Markup("</title><link>"u8).Text(root).Markup("</link><description>"u8).Text(title).Markup("</description><atom:link rel=\"self\" type=\"application/rss+xml\" href=\""u8)
            .Text(root + Path[1..]).Markup("\"/>\n"u8);
        foreach (PublishedTorrent torrent in torrents)
        {
            html.Markup("<item><title>"u8).Text(torrent.Name).Markup("</title><link>"u8).Text($"{root}torrents/{torrent.InfoHash}").Markup("</link><guid isPermaLink=\"false\">"u8)
                .Text(torrent.InfoHash).Markup("</guid>"u8);
            if (torrent.Entry.AddedAt > 0)
                html.Markup("<pubDate>"u8).Text(DateTimeOffset.FromUnixTimeSeconds(torrent.Entry.AddedAt).ToString("r", CultureInfo.InvariantCulture)).Markup("</pubDate>"u8);
            html.Markup("<enclosure type=\"application/x-bittorrent\" length=\""u8).Number(torrent.SizeBytes).Markup("\" url=\""u8)
                .Text($"{root}torrents/{torrent.InfoHash}.torrent").Markup("\"/></item>\n"u8);
        }
        html.Markup("</channel></rss>\n"u8);
    }

    /// <summary>
    /// The same as <c>/torrents.json</c>: an array of <c>name</c>, <c>info_hash</c>, <c>size_bytes</c>, <c>files</c>, <c>added</c> (RFC 3339; absent
    /// where not known), <c>seeds</c>, <c>leechers</c>, <c>completed</c>, <c>magnet</c>, <c>torrent</c> and <c>page</c>.
    /// </summary>
    public static void WriteJson(Utf8JsonWriter json, PublishedTorrent torrent, string root, string magnet)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, torrent.Name);
        json.WriteString("info_hash"u8, torrent.InfoHash);
        json.WriteNumber("size_bytes"u8, torrent.SizeBytes);
        json.WriteNumber("files"u8, torrent.Files);
        if (torrent.Entry.AddedAt > 0) json.WriteString("added"u8, DateTimeOffset.FromUnixTimeSeconds(torrent.Entry.AddedAt));
        json.WriteNumber("seeds"u8, torrent.Seeds);
        json.WriteNumber("leechers"u8, torrent.Leechers);
        json.WriteNumber("completed"u8, torrent.Completed);
        json.WriteString("magnet"u8, magnet);
        json.WriteString("torrent"u8, $"{root}torrents/{torrent.InfoHash}.torrent");
        json.WriteString("page"u8, $"{root}torrents/{torrent.InfoHash}");
        json.WriteEndObject();
    }
}
