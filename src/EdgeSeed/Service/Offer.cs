using EdgeSeed.Storage;

namespace EdgeSeed.Service;

/// <summary>One torrent that is seeded, with all places where its data lies.</summary>
/// <param name="content">Its data.</param>
/// <param name="info">Its info dictionary.</param>
internal sealed class Offer(MirroredContent content, ShelvedInfo info)
{
    /// <summary>Its data.</summary>
    public MirroredContent Content { get; } = content;

    /// <summary>Its info dictionary, as part of the <c>.torrent</c> files on disk: ten thousand idle torrents keep none in memory.</summary>
    public ShelvedInfo Info { get; } = info;

    /// <summary>Set while the last copy is on its way out: completes when the torrent may be added again.</summary>
    public Task? Removal { get; set; }
}
