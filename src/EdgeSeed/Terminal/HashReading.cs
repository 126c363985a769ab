namespace EdgeSeed.Terminal;

/// <summary>How far hashing is at one moment.</summary>
/// <param name="BytesDone">Hashed so far.</param>
/// <param name="BytesTotal">Of everything; 0 until the first report.</param>
/// <param name="BytesPerSecond">Over the last seconds.</param>
/// <param name="Elapsed">Since the start.</param>
internal readonly record struct HashReading(long BytesDone, long BytesTotal, double BytesPerSecond, TimeSpan Elapsed)
{
    /// <summary>0 to 1; 0 until the first report.</summary>
    public double Fraction => BytesTotal == 0 ? 0 : (double)BytesDone / BytesTotal;

    /// <summary><c>1.2 GB of 2.1 GB · 812 MB/s · 2 s left</c>.</summary>
    public override string ToString()
    {
        string amount = $"{Quantity.Bytes(BytesDone)} of {Quantity.Bytes(BytesTotal)}";
        if (BytesPerSecond < 1) return amount;
        var left = TimeSpan.FromSeconds(Math.Min((BytesTotal - BytesDone) / BytesPerSecond, TimeSpan.SecondsPerDay * 365));
        return $"{amount} · {Quantity.Rate(BytesPerSecond)} · {Quantity.Duration(left)} left";
    }

    /// <summary><c>2.1 GB in 2.6 s, 812 MB/s</c>, for when it is over.</summary>
    public string Summary() => Elapsed < TimeSpan.FromMilliseconds(50)
        ? Quantity.Bytes(BytesDone)
        : FormattableString.Invariant($"{Quantity.Bytes(BytesDone)} in {Elapsed.TotalSeconds:0.0} s, {Quantity.Rate(BytesDone / Elapsed.TotalSeconds)}");
}
