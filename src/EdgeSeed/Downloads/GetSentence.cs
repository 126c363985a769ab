using EdgeSeed.Linux;
using EdgeSeed.Storage;
using EdgeSeed.Terminal;

namespace EdgeSeed.Downloads;

/// <summary>A download in one line.</summary>
internal static class GetSentence
{
    /// <summary><c>42 %  420 MB of 1 GB  12 MB/s down  1.1 MB/s up  5 peers  48 s left</c>.</summary>
    /// <param name="reading">How it stands.</param>
    /// <param name="columns">Room in cells; 0 for as much as it needs.</param>
    public static string Of(GetReading reading, int columns = 0) => FittedLine.Of(
        columns, "  ", (ProgressBar.Percent(reading.Fraction).Trim(), 0), (reading.Amount ?? "", 1), ($"{Quantity.Rate(reading.DownRate)} down", 0),
        ($"{Quantity.Rate(reading.UpRate)} up", 3), (Quantity.Count(reading.Torrent.Peers, "peer"), 2), (reading.TimeLeft is { } time ? $"{Quantity.Duration(time)} left" : "", 0));

    /// <summary>What is said when the place it goes to is gone.</summary>
    public static string Lost(StorageError loss) => $"Waiting: {loss}. Put it back and it goes on; Ctrl-C stops.";

    /// <summary>What is said while the place it goes to takes no data.</summary>
    public static string Waiting(StorageError problem)
    {
        string advice = problem switch
        {
            { Fault: StorageFault.Full } => "Make room",
            { Errno: Errno.ReadOnlyFileSystem or Errno.AccessDenied } => "Make it writable",
            _ => "Put that right",
        };
        return $"Waiting: {problem}. {advice} and it goes on; Ctrl-C stops.";
    }

    /// <summary>What the last line says.</summary>
    public static string Stopped(bool isComplete) => isComplete ? "Stopped." : "Stopped before everything was there; start it again to go on.";
}
