using EdgeSeed.Storage.Hashing;

namespace EdgeSeed.Terminal;

/// <summary>Takes progress from hashing threads, cheaply, and tells whoever asks how far it is, how fast, and how long it will take.</summary>
/// <param name="time">Measures the rate.</param>
internal sealed class HashMeter(TimeProvider time) : IProgress<HashProgress>
{
    private readonly Lock _lock = new();
    private readonly long _startedAt = time.GetTimestamp();
    private HashProgress _last;
    private double _rate;
    private long _rateBytes;
    private long _rateAt = time.GetTimestamp();

    /// <inheritdoc/>
    public void Report(HashProgress value)
    {
        lock (_lock) _last = value;
    }

    /// <summary>The state now; asked a few times a second at most, it smooths the rate over some two seconds.</summary>
    public HashReading Read()
    {
        lock (_lock)
        {
            TimeSpan sinceRate = time.GetElapsedTime(_rateAt);
            if (sinceRate >= TimeSpan.FromMilliseconds(100))
            {
                double latest = (_last.BytesDone - _rateBytes) / sinceRate.TotalSeconds;
                double weight = 1 - Math.Exp(-sinceRate.TotalSeconds / 2);
                _rate = _rateBytes == 0 ? latest : _rate + (weight * (latest - _rate));
                (_rateBytes, _rateAt) = (_last.BytesDone, time.GetTimestamp());
            }
            return new HashReading(_last.BytesDone, _last.BytesTotal, _rate, time.GetElapsedTime(_startedAt));
        }
    }
}
