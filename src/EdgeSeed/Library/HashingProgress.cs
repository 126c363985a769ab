using EdgeSeed.Status;
using EdgeSeed.Storage.Hashing;

namespace EdgeSeed.Library;

/// <summary>Shows hashing in the library's status, and has what was hashed kept now and then.</summary>
/// <param name="library">Where it is shown.</param>
/// <param name="name">What is hashed, printable.</param>
/// <param name="waiting">What is still to come after it.</param>
/// <param name="root">Whose time left is told.</param>
/// <param name="time">The clock.</param>
/// <param name="keep">Keeps what was hashed so far.</param>
internal sealed class HashingProgress(Catalogue library, string name, int waiting, RootHashMeter root, TimeProvider time, Action keep) : IProgress<HashProgress>
{
    /// <summary>How often what was hashed is kept: a restart loses no more than this.</summary>
    public static readonly TimeSpan KeepInterval = TimeSpan.FromSeconds(30);

    private long _keptAt = time.GetTimestamp();

    /// <inheritdoc/>
    public void Report(HashProgress value)
    {
        root.Current = value.BytesDone;
        library.Hashing = new HashingStatus(name, value.BytesDone, value.BytesTotal, waiting, root.SecondsLeft());
        if (time.GetElapsedTime(_keptAt) < KeepInterval) return;
        _keptAt = time.GetTimestamp();
        keep();
    }
}
