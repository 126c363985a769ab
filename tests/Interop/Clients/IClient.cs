using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop.Clients;

/// <summary>A BitTorrent client that we did not write, which downloads some torrents into a folder and then ends.</summary>
internal interface IClient
{
    /// <summary>Whether it leaves empty files out, which have nothing to download.</summary>
    bool SkipsEmptyFiles => false;

    /// <summary>Downloads all <paramref name="torrents"/> (file paths or magnet links) into <paramref name="folder"/>, or fails.</summary>
    Task DownloadAsync(PrivateNetwork network, IReadOnlyList<string> torrents, string folder, TimeSpan limit);
}
