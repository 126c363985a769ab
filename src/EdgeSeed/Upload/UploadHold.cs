using EdgeSeed.Status;

namespace EdgeSeed.Upload;

/// <summary>A rate that was set by hand, for a while or until it is taken back.</summary>
internal sealed class UploadHold
{
    private readonly long _since;
    private readonly TimeSpan? _duration;

    private UploadHold(long bytesPerSecond, TimeSpan? duration, TimeProvider time) => (BytesPerSecond, _duration, _since) = (bytesPerSecond, duration, time.GetTimestamp());

    /// <summary>Bytes a second; 0: nothing is sent, to networks outside of the budget neither.</summary>
    public long BytesPerSecond { get; }

    /// <summary>Nothing is sent until it is taken back.</summary>
    public static UploadHold Pause(TimeProvider time) => new(0, duration: null, time);

    /// <summary>Another budget for a while.</summary>
    /// <param name="bytesPerSecond">Positive.</param>
    /// <param name="duration">For so long, by the monotonic clock.</param>
    /// <param name="time">The clock.</param>
    public static UploadHold Limit(long bytesPerSecond, TimeSpan duration, TimeProvider time) => new(bytesPerSecond, duration, time);

    /// <summary>Whether its time has passed.</summary>
    public bool IsOver(TimeProvider time) => _duration is { } duration && time.GetElapsedTime(_since) >= duration;

    /// <summary>For the snapshot.</summary>
    public HoldStatus Status(TimeProvider time) => new(
        BytesPerSecond == long.MaxValue ? null : BytesPerSecond, _duration is { } duration ? (long)Math.Ceiling(Math.Max(0, (duration - time.GetElapsedTime(_since)).TotalSeconds)) : null);
}
