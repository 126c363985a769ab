using System.Buffers;
using System.Text;
using System.Text.Json;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Terminal;

namespace EdgeSeed.Downloads;

/// <summary>
/// Events for scripts, one JSON object a line on the standard output: <c>seeking</c>, <c>torrent</c>, <c>checked</c>, <c>progress</c> once a
/// second and at the end, <c>lost</c> when its folder is gone, <c>complete</c>, <c>stopped</c>, <c>error</c>. Sizes in bytes, rates in bytes a second.
/// </summary>
internal sealed class JsonReport(TerminalSurface terminal, TimeProvider time) : GetReport
{
    private readonly GetMeter _meter = new(time);

    /// <inheritdoc/>
    public override TimeSpan Interval => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override void Seeking(MagnetLink link) => Write("seeking", writer => writer.WriteString("info_hash", link.InfoHash.ToString()));

    /// <inheritdoc/>
    public override void ShowSeeking(SessionStatus status, string? trouble)
    {
    }

    /// <inheritdoc/>
    public override void Began(Metainfo torrent, string place) => Write("torrent", writer =>
    {
        writer.WriteString("info_hash", torrent.InfoHash.ToString());
        writer.WriteString("name", torrent.Name.Text);
        writer.WriteString("path", place);
        writer.WriteNumber("bytes", torrent.ContentLength);
        writer.WriteNumber("pieces", torrent.PieceCount);
    });

    /// <inheritdoc/>
    public override async Task<VerifyResult> CheckAsync(Func<IProgress<HashProgress>, Task<VerifyResult>> check)
    {
        VerifyResult result = await check(new HashMeter(time)).ConfigureAwait(false);
        Write("checked", writer => writer.WriteNumber("pieces", result.Pieces.Count()));
        return result;
    }

    /// <inheritdoc/>
    public override void WasComplete() => Write("complete", writer => writer.WriteBoolean("downloaded", false));

    /// <inheritdoc/>
    public override void Show(SessionStatus status, InfoHash infoHash, string? trouble)
    {
        if (_meter.Read(status, infoHash) is not { } reading) return;
        Write("progress", writer =>
        {
            writer.WriteBoolean("finished", reading.IsFinished);
            writer.WriteNumber("done", reading.Done);
            writer.WriteNumber("total", reading.Total);
            writer.WriteNumber("down", (long)reading.DownRate);
            writer.WriteNumber("up", (long)reading.UpRate);
            writer.WriteNumber("peers", reading.Torrent.Peers);
            writer.WriteNumber("uploaded", reading.Torrent.UploadedBytes);
            if (trouble is not null) writer.WriteString("trouble", PrintableText.Of(trouble));
            if (reading.Torrent.Download is not { } download) return;
            writer.WriteNumber("received", download.ReceivedBytes);
            writer.WriteNumber("wasted", download.WastedBytes);
            writer.WriteNumber("failed_pieces", download.FailedPieces);
            writer.WriteNumber("banned_peers", download.BannedPeers);
            if (download.Problem is { } problem) writer.WriteString("problem", problem.ToString());
        });
    }

    /// <inheritdoc/>
    public override void Lost(StorageError loss) => Write("lost", writer => writer.WriteString("message", loss.ToString()));

    /// <inheritdoc/>
    public override void Completed(SessionStatus status, InfoHash infoHash)
    {
        Show(status, infoHash, trouble: null);
        Write("complete", writer => writer.WriteBoolean("downloaded", true));
    }

    /// <inheritdoc/>
    public override void Stopped(bool isComplete) => Write("stopped", writer => writer.WriteBoolean("complete", isComplete));

    /// <inheritdoc/>
    public override void Failed(string message) => Write("error", writer => writer.WriteString("message", message));

    private void Write(string name, Action<Utf8JsonWriter> members)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(line))
        {
            writer.WriteStartObject();
            writer.WriteString("event", name);
            members(writer);
            writer.WriteEndObject();
        }
        terminal.Output.WriteLine(Encoding.UTF8.GetString(line.WrittenSpan));
        terminal.Output.Flush();
    }
}
