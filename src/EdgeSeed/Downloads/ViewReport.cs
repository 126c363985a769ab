using System.Text;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Terminal;

namespace EdgeSeed.Downloads;

/// <summary>
/// A live view that fills the terminal, on its second screen: what was on the first is there again afterwards, whatever size the window was
/// given meanwhile.
/// </summary>
internal sealed class ViewReport(TerminalSurface terminal, TimeProvider time) : GetReport
{
    private const string Enter = "\u001b[?1049h\u001b[?25l", Leave = "\u001b[?25h\u001b[?1049l", Home = "\u001b[H", EndLine = "\u001b[K", EndScreen = "\u001b[J";

    private readonly GetMeter _meter = new(time);
    private readonly StatusLine _line = new(terminal, time);
    private string _name = "", _place = "", _lastLine = "";
    private bool _isEntered;

    /// <inheritdoc/>
    public override TimeSpan Interval => TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public override void Seeking(MagnetLink link)
    {
        _name = PrintableText.Of(link.Name?.ToString() ?? link.InfoHash.ToString());
        _line.Show($"{_name}: asking peers what it is");
    }

    /// <inheritdoc/>
    public override void ShowSeeking(SessionStatus status, string? trouble) => _line.Show(
        $"{_name}: asking {Quantity.Count(status.Peers, "peer")} what it is{(trouble is null ? "" : $"; {PrintableText.Of(trouble)}")}");

    /// <inheritdoc/>
    public override void Began(Metainfo torrent, string place)
    {
        _line.Clear();
        string files = torrent.IsSingleFile ? "" : $" in {Quantity.Count(torrent.Files.Count, "file")}";
        (_name, _place) = ($"{PrintableText.Of(torrent.Name.ToString())}   {Quantity.Bytes(torrent.ContentLength)}{files}", place);
    }

    /// <inheritdoc/>
    public override Task<VerifyResult> CheckAsync(Func<IProgress<HashProgress>, Task<VerifyResult>> check) =>
        new HashDisplay(terminal, time).RunAsync("Checking what is there", check);

    /// <inheritdoc/>
    public override void WasComplete() => terminal.Error.WriteLine("Everything is there already.");

    /// <inheritdoc/>
    public override void Show(SessionStatus status, InfoHash infoHash, string? trouble)
    {
        if (_meter.Read(status, infoHash) is not { } reading) return;
        _lastLine = GetSentence.Of(reading);
        var frame = new StringBuilder(_isEntered ? Home : Enter + Home);
        _isEntered = true;
        bool isFirst = true;
        foreach (string line in GetScreen.Draw(_name, _place, reading, trouble is null ? null : PrintableText.Of(trouble), Columns(), Rows(), terminal.HasColour))
        {
            if (!isFirst) frame.Append("\r\n");
            isFirst = false;
            frame.Append(' ').Append(line).Append(EndLine);
        }
        terminal.Error.Write(frame.Append(EndScreen).ToString());
        terminal.Error.Flush();
    }

    /// <inheritdoc/>
    public override void Lost(StorageError loss)
    {
        LeaveScreen();
        terminal.Error.WriteLine(GetSentence.Lost(loss));
    }

    /// <inheritdoc/>
    public override void Completed(SessionStatus status, InfoHash infoHash)
    {
        LeaveScreen();
        terminal.Error.WriteLine($"{_name}: complete, in {_place}");
    }

    /// <inheritdoc/>
    public override void Stopped(bool isComplete)
    {
        LeaveScreen();
        if (!isComplete && _lastLine.Length > 0) terminal.Error.WriteLine(_lastLine);
        terminal.Error.WriteLine(GetSentence.Stopped(isComplete));
    }

    /// <inheritdoc/>
    public override void Failed(string message)
    {
        LeaveScreen();
        terminal.Error.WriteLine($"edgeseed: {message}");
    }

    private void LeaveScreen()
    {
        _line.Clear();
        if (_isEntered) terminal.Error.Write(Leave);
        _isEntered = false;
    }

    private int Columns() => Ask(static () => Console.WindowWidth, terminal.Columns);

    private static int Rows() => Ask(static () => Console.WindowHeight, 24);

    /// <summary>The window may be given another size at any time.</summary>
    private static int Ask(Func<int> question, int otherwise)
    {
        try { return question() is > 0 and int size ? size : otherwise; }
        catch (IOException) { return otherwise; }
    }
}
