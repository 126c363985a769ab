using EdgeSeed.Engine.Disks;

namespace EdgeSeed.Status;

/// <summary>One drive, or one published folder, at the moment of a <see cref="StatusSnapshot"/>.</summary>
internal sealed record DriveStatus
{
    /// <summary>The file system's UUID, which tells it from all others wherever it is plugged in; the path for a folder.</summary>
    public required string Id { get; init; }

    /// <summary>Its label, or what stands for one; printable.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is mounted; printable, empty while it is away.</summary>
    public required string Path { get; init; }

    /// <summary>Whether it is a drive that comes and goes rather than a folder.</summary>
    public required bool IsRemovable { get; init; }

    /// <summary>The file system's name, such as <c>vfat</c>; empty where it is not known.</summary>
    public string FileSystem { get; init; } = "";

    /// <summary>What it is doing.</summary>
    public required DriveState State { get; init; }

    /// <summary>Whether the kernel has put it to sleep; the next reader wakes it.</summary>
    public bool IsAsleep { get; init; }

    /// <summary>Seconds since it is in this state, by the monotonic clock.</summary>
    public required long SinceSeconds { get; init; }

    /// <summary>Torrents on it that are known, seeded or not.</summary>
    public required int Torrents { get; init; }

    /// <summary>While scanning or hashing: torrents dealt with.</summary>
    public int Done { get; init; }

    /// <summary>While scanning or hashing: torrents found.</summary>
    public int Total { get; init; }

    /// <summary>While hashing: seconds left at the present pace; null while that is not known.</summary>
    public long? SecondsLeft { get; init; }

    /// <summary>Its number in the seeder; -1 where nothing of it is offered.</summary>
    public int Number { get; init; } = -1;

    /// <summary>How it is read for peers; null where nothing of it was offered.</summary>
    public DriveReading? Reading { get; init; }

    /// <summary>Failed reads since it was plugged in.</summary>
    public long ReadErrors { get; init; }

    /// <summary>The system's error number of the last failed read (errno); 0 when there was none.</summary>
    public int Errno { get; init; }

    /// <summary>What is wrong, in a plain sentence; null when nothing is.</summary>
    public string? Problem { get; init; }
}

/// <summary>The hashing in progress: one torrent at a time, so that a drive is read in sequence.</summary>
/// <param name="Name">Of the torrent, made printable.</param>
/// <param name="BytesDone">Read and hashed so far.</param>
/// <param name="BytesTotal">Of this torrent.</param>
/// <param name="Waiting">Torrents still to come after this one.</param>
/// <param name="SecondsLeft">Until everything of its drive or folder is hashed, at the pace so far; null while that is not known.</param>
internal sealed record HashingStatus(string Name, long BytesDone, long BytesTotal, int Waiting, long? SecondsLeft = null);
