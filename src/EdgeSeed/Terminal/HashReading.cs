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

    /// <summary><c>57 % · 1.2 GB of 2.1 GB · 812 MB/s · 2 s left</c>.</summary>
    /// <param name="columns">Room in cells; 0 for as much as it needs.</param>
    public string Line(int columns)
    {
        bool isPaced = BytesPerSecond >= 1;
        var left = TimeSpan.FromSeconds(isPaced ? Math.Min((BytesTotal - BytesDone) / BytesPerSecond, TimeSpan.SecondsPerDay * 365) : 0);
        return FittedLine.Of(
            columns, " · ", (ProgressBar.Percent(Fraction), 0), ($"{Quantity.Bytes(BytesDone)} of {Quantity.Bytes(BytesTotal)}", 1),
            (isPaced ? Quantity.Rate(BytesPerSecond) : "", 2), (isPaced ? $"{Quantity.Duration(left)} left" : "", 0));
    }

    /// <summary><c>2.1 GB in 2.6 s, 812 MB/s</c>, for when it is over.</summary>
    public string Summary() => Elapsed < TimeSpan.FromMilliseconds(50)
        ? Quantity.Bytes(BytesDone)
        : FormattableString.Invariant($"{Quantity.Bytes(BytesDone)} in {Elapsed.TotalSeconds:0.0} s, {Quantity.Rate(BytesDone / Elapsed.TotalSeconds)}");
}
