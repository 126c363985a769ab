using EdgeSeed.Engine.Sessions;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Terminal;

namespace EdgeSeed.Downloads;

/// <summary>What a download says to whoever started it: a view on a terminal, plain lines in a log, or events as JSON.</summary>
internal abstract class GetReport
{
    /// <summary>Between two looks at the session.</summary>
    public abstract TimeSpan Interval { get; }

    /// <summary>The report that fits the settings and the terminal.</summary>
    public static GetReport For(GetSettings settings, TerminalSurface terminal, TimeProvider time) =>
        settings.IsJson ? new JsonReport(terminal, time)
        : terminal.IsInteractive ? new ViewReport(terminal, time)
        : new PlainReport(terminal, time);

    /// <summary>Peers are asked for the metadata of a magnet link.</summary>
    public abstract void Seeking(MagnetLink link);

    /// <summary>How that stands.</summary>
    /// <param name="status">What the session says.</param>
    /// <param name="trouble">As for <see cref="Show"/>.</param>
    public abstract void ShowSeeking(SessionStatus status, string? trouble);

    /// <summary>The torrent is known.</summary>
    /// <param name="torrent">The torrent.</param>
    /// <param name="place">Where its data is or will be, printable.</param>
    public abstract void Began(Metainfo torrent, string place);

    /// <summary>Runs a check of what is there, and shows it.</summary>
    public abstract Task<VerifyResult> CheckAsync(Func<IProgress<HashProgress>, Task<VerifyResult>> check);

    /// <summary>Everything was there already.</summary>
    public abstract void WasComplete();

    /// <summary>How it stands.</summary>
    /// <param name="status">What the session says.</param>
    /// <param name="infoHash">The torrent.</param>
    /// <param name="trouble">What hinders trackers or web seeds, in plain words of theirs; null when nothing does.</param>
    public abstract void Show(SessionStatus status, InfoHash infoHash, string? trouble);

    /// <summary>The place it goes to is gone: a drive was pulled, or files were removed. It goes on by itself when it is back.</summary>
    public abstract void Lost(StorageError loss);

    /// <summary>Everything is there now; parameters as for <see cref="Show"/>.</summary>
    public abstract void Completed(SessionStatus status, InfoHash infoHash);

    /// <summary>It was stopped.</summary>
    public abstract void Stopped(bool isComplete);

    /// <summary>It cannot be done.</summary>
    public abstract void Failed(string message);
}
