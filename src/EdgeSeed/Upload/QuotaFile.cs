using EdgeSeed.Logs;
using EdgeSeed.Storage;
using EdgeSeed.Storage.State;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Upload;

/// <summary>
/// Keeps the <see cref="QuotaCount"/> over restarts. Written seldom, to spare SD cards: when it has grown by a hundredth of a quota, or every
/// ten minutes while it grows; so a power cut forgets no more than that.
/// </summary>
/// <param name="state">Where it is.</param>
/// <param name="time">Paces the writing.</param>
/// <param name="log">Is told when it cannot be read or written.</param>
internal sealed class QuotaFile(StateDirectory state, TimeProvider time, ILogger log)
{
    private const string FileName = "quota";
    private const int Hundredth = 100;

    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(10);

    private long _writtenAt = time.GetTimestamp();
    private long _writtenBytes;
    private DateOnly _writtenDay;

    /// <summary>The count as it was left; a new one when there is none.</summary>
    public QuotaCount Load()
    {
        Note(state.ReadSealed(FileName, StateKind.Quota, QuotaCount.Version, out ReadOnlyMemory<byte>? payload));
        QuotaCount count = (payload is { } bytes ? QuotaCount.TryParse(bytes.Span) : null) ?? new QuotaCount();
        (_writtenBytes, _writtenDay) = (count.MonthBytes, count.Day);
        return count;
    }

    /// <summary>Writes the count if it is time to.</summary>
    /// <param name="count">The count.</param>
    /// <param name="limitBytes">The smaller quota.</param>
    public void SaveIfDue(QuotaCount count, long limitBytes)
    {
        long grown = Math.Abs(count.MonthBytes - _writtenBytes);
        bool isLate = time.GetElapsedTime(_writtenAt) >= s_longestWait && (grown > 0 || count.Day != _writtenDay);
        if (isLate || grown >= Math.Max(1, limitBytes / Hundredth)) Save(count);
    }

    /// <summary>Writes the count if it has changed.</summary>
    public void Save(QuotaCount count)
    {
        if (count.MonthBytes == _writtenBytes && count.Day == _writtenDay) return;
        (_writtenAt, _writtenBytes, _writtenDay) = (time.GetTimestamp(), count.MonthBytes, count.Day);
        Note(state.WriteSealed(FileName, StateKind.Quota, QuotaCount.Version, count.ToBytes()));
    }

    private void Note(StorageError? error)
    {
        if (error is not null) EdgeSeedLog.StateFailed(log, error.ToString());
    }
}
