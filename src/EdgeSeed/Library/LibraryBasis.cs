using EdgeSeed.Linux.Supervision;
using EdgeSeed.Logs;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.State;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Library;

/// <summary>What all roots of the library share.</summary>
/// <param name="library">What is published.</param>
/// <param name="state">Torrents made and what was verified.</param>
/// <param name="publisher">Offers torrents to peers and tracker.</param>
/// <param name="time">The clock.</param>
/// <param name="supervisor">Runs the roots.</param>
/// <param name="log">What failed.</param>
internal sealed class LibraryBasis(Catalogue library, StateDirectory state, Publisher publisher, TimeProvider time, Supervisor supervisor, ILogger log)
{
    /// <summary>Drives whose data is hashed at a time: each takes memory and processor. Further ones wait; what is known of them is seeded meanwhile.</summary>
    public const int MaxHashingAtOnce = 4;

    /// <summary>What is published.</summary>
    public Catalogue Library { get; } = library;

    /// <summary>Torrents made and what was verified.</summary>
    public StateDirectory State { get; } = state;

    /// <summary>Offers torrents to peers and tracker.</summary>
    public Publisher Publisher { get; } = publisher;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>Runs the roots.</summary>
    public Supervisor Supervisor { get; } = supervisor;

    /// <summary>What failed.</summary>
    public ILogger Log { get; } = log;

    /// <summary>Tells what happens in the folders; drives are mounted to be read only.</summary>
    public FolderWatch Watch { get; } = new();

    /// <summary>Taken for as long as a root hashes.</summary>
    public SemaphoreSlim HashTurns { get; } = new(MaxHashingAtOnce);

    /// <summary>Logs what went wrong with the state directory.</summary>
    public void Note(StorageError? error)
    {
        if (error is not null) EdgeSeedLog.StateFailed(Log, error.ToString());
    }
}
