using EdgeSeed.Engine.Sessions;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Terminal;

namespace EdgeSeed.Downloads;

/// <summary>Plain lines, a few of them: for logs and pipes.</summary>
internal sealed class PlainReport(TerminalSurface terminal, TimeProvider time) : GetReport
{
    private static readonly TimeSpan s_plainInterval = TimeSpan.FromSeconds(10);

    private readonly GetMeter _meter = new(time);
    private string? _problem, _trouble;
    private long _saidAt;
    private bool _isSeedingSaid, _isAnySaid;

    /// <inheritdoc/>
    public override TimeSpan Interval => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override void Seeking(MagnetLink link) => terminal.Error.WriteLine($"Asking peers for the torrent {link.InfoHash}");

    /// <inheritdoc/>
    public override void ShowSeeking(SessionStatus status, string? trouble)
    {
        Tell(trouble);
        if (IsTurn()) terminal.Error.WriteLine($"{Quantity.Count(status.Peers, "peer")} connected");
    }

    /// <inheritdoc/>
    public override void Began(Metainfo torrent, string place) => terminal.Error.WriteLine(
        $"{PrintableText.Of(torrent.Name.ToString())}: {Quantity.Bytes(torrent.ContentLength)} to {place}");

    /// <inheritdoc/>
    public override Task<VerifyResult> CheckAsync(Func<IProgress<HashProgress>, Task<VerifyResult>> check) =>
        new HashDisplay(terminal, time).RunAsync("Checking what is there", check);

    /// <inheritdoc/>
    public override void WasComplete() => terminal.Error.WriteLine("Everything is there already.");

    /// <inheritdoc/>
    public override void Show(SessionStatus status, InfoHash infoHash, string? trouble)
    {
        if (_meter.Read(status, infoHash) is not { } reading) return;
        string? problem = reading.Torrent.Download?.Problem is { } wrong ? GetSentence.Waiting(wrong) : null;
        if (problem is not null && problem != _problem) terminal.Error.WriteLine(problem);
        _problem = problem ?? _problem;
        Tell(trouble);
        if (!reading.IsFinished && IsTurn()) terminal.Error.WriteLine(GetSentence.Of(reading));
        else if (reading.IsFinished && !_isSeedingSaid) terminal.Error.WriteLine("Seeding, until stopped.");
        _isSeedingSaid |= reading.IsFinished;
    }

    /// <summary>Says once what hinders trackers or web seeds.</summary>
    private void Tell(string? trouble)
    {
        if (trouble is not null && trouble != _trouble) terminal.Error.WriteLine(PrintableText.Of(trouble));
        _trouble = trouble ?? _trouble;
    }

    /// <summary>Whether it is time for a line that says how far it is.</summary>
    private bool IsTurn()
    {
        if (_isAnySaid && time.GetElapsedTime(_saidAt) < s_plainInterval) return false;
        (_saidAt, _isAnySaid) = (time.GetTimestamp(), true);
        return true;
    }

    /// <inheritdoc/>
    public override void Lost(StorageError loss) => terminal.Error.WriteLine(GetSentence.Lost(loss));

    /// <inheritdoc/>
    public override void Completed(SessionStatus status, InfoHash infoHash) => terminal.Error.WriteLine("Complete.");

    /// <inheritdoc/>
    public override void Stopped(bool isComplete) => terminal.Error.WriteLine(GetSentence.Stopped(isComplete));

    /// <inheritdoc/>
    public override void Failed(string message) => terminal.Error.WriteLine($"edgeseed: {message}");
}
