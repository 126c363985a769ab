using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage.Hashing;

/// <summary>Lets a verification go on where an earlier one stopped, and what it has found be kept while it runs.</summary>
public sealed class VerifyCheckpoint
{
    private volatile Func<ResumeRecord>? _soFar;

    /// <summary>Pieces that are taken as right without being read; null for none.</summary>
    public Bitfield? Trusted { get; init; }

    /// <summary>A record of what was found so far, marked as unfinished; null before the verification has begun.</summary>
    public ResumeRecord? Take() => _soFar?.Invoke();

    internal void Begin(Func<ResumeRecord> soFar) => _soFar = soFar;
}
