namespace EdgeSeed.Status;

/// <summary>What one torrent is doing.</summary>
internal enum TorrentPhase
{
    /// <summary>Waiting for its turn to be read.</summary>
    Queued,

    /// <summary>Somebody may still be writing to it: it is hashed once it has been left alone for a while.</summary>
    Settling,

    /// <summary>Its data is being read and hashed.</summary>
    Hashing,

    /// <summary>All of its data is there and offered.</summary>
    Seeding,

    /// <summary>Some pieces are damaged or missing and withheld; the rest is offered.</summary>
    Partial,

    /// <summary>Its data is being downloaded into <c>library.fetch_to</c>.</summary>
    Fetching,

    /// <summary>Its data is away: a drive is unplugged, or a file is gone. It comes back by itself.</summary>
    Waiting,

    /// <summary>It cannot be offered; <see cref="LibraryEntry.Problem"/> says why.</summary>
    Failed,
}
