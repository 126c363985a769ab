using EdgeSeed.Engine.Sessions;
using EdgeSeed.Terminal;

namespace EdgeSeed.Downloads;

/// <summary>A download at one moment, with its rates.</summary>
/// <param name="Total">Bytes wanted, of pieces too that were there before.</param>
/// <param name="Done">Of these, bytes that are verified.</param>
/// <param name="DownRate">Payload bytes a second, received.</param>
/// <param name="UpRate">Payload bytes a second, sent.</param>
/// <param name="Torrent">What the session says.</param>
internal sealed record GetReading(long Total, long Done, double DownRate, double UpRate, TorrentStatus Torrent)
{
    /// <summary>The share that is done, 0 to 1.</summary>
    public double Fraction => Total == 0 ? 1 : Done / (double)Total;

    /// <summary>What is done of what was to be done, such as <c>420 MB of 1 GB</c>; null when everything was there at the start.</summary>
    public string? Amount => Total == 0 ? null : $"{Quantity.Bytes(Done)} of {Quantity.Bytes(Total)}";

    /// <summary>Whether everything wanted is there.</summary>
    public bool IsFinished => Torrent.Download is not { IsFinished: false };

    /// <summary>Time until everything is there at this rate; null when that cannot be told.</summary>
    public TimeSpan? TimeLeft => IsFinished || DownRate < 1 ? null : TimeSpan.FromSeconds(Math.Min((Total - Done) / DownRate, 1e8));
}
