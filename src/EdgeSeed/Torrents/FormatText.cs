using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Torrents;

/// <summary>How the versions that a torrent is for are written on the command line and in JSON.</summary>
internal static class FormatText
{
    /// <summary>All that there are, the default first.</summary>
    public static string[] All { get; } = [Of(TorrentFormat.V1), Of(TorrentFormat.Hybrid), Of(TorrentFormat.V2)];

    /// <summary>In one word.</summary>
    public static string Of(TorrentFormat format) => format switch { TorrentFormat.V2 => "v2", TorrentFormat.Hybrid => "hybrid", _ => "v1" };

    /// <summary>Reads the word.</summary>
    /// <returns>Null when it is none of <see cref="All"/>.</returns>
    public static TorrentFormat? Read(string? word) => word switch { "v1" => TorrentFormat.V1, "hybrid" => TorrentFormat.Hybrid, "v2" => TorrentFormat.V2, _ => null };
}
