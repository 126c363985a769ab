using EdgeSeed.Terminal;

namespace EdgeSeed.Downloads;

/// <summary>A download in one line.</summary>
internal static class GetSentence
{
    /// <summary><c>42 %  420 MB of 1 GB  12 MB/s down  1.1 MB/s up  5 peers  48 s left</c>.</summary>
    public static string Of(GetReading reading)
    {
        string left = reading.TimeLeft is { } time ? $"  {Quantity.Duration(time)} left" : "";
        return $"{ProgressBar.Percent(reading.Fraction).Trim()}  {Quantity.Bytes(reading.Done)} of {Quantity.Bytes(reading.Total)}  "
            + $"{Quantity.Rate(reading.DownRate)} down  {Quantity.Rate(reading.UpRate)} up  {Quantity.Count(reading.Torrent.Peers, "peer")}{left}";
    }

    /// <summary>What the last line says.</summary>
    public static string Stopped(bool isComplete) => isComplete ? "Stopped." : "Stopped before everything was there; start it again to go on.";
}
