using EdgeSeed.Terminal;
using Microsoft.Extensions.Time.Testing;

namespace EdgeSeed.Tests.Terminal;

public sealed class StatusLineTests : IDisposable
{
    private readonly StringWriter _error = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _error.Dispose();

    [Fact]
    public void Show_on_a_terminal_redraws_in_place_and_never_wraps()
    {
        var line = new StatusLine(Surface(interactive: true, columns: 10), _time);
        line.Show("short");
        line.Show("a line that is too long");
        line.Clear();
        Assert.Equal("\rshort\u001b[K\ra line t…\u001b[K\r\u001b[K", _error.ToString());
    }

    [Fact]
    public void Show_in_a_log_is_a_plain_line_now_and_then()
    {
        var line = new StatusLine(Surface(interactive: false, columns: 10), _time);
        line.Show("one");
        line.Show("two");
        _time.Advance(StatusLine.PlainInterval);
        line.Show("three, of any length");
        _time.Advance(StatusLine.PlainInterval);
        line.Show("three, of any length");
        line.Show("news", isNews: true);
        Assert.Equal($"one{Environment.NewLine}three, of any length{Environment.NewLine}news{Environment.NewLine}", _error.ToString());
    }

    private TerminalSurface Surface(bool interactive, int columns) => new(TextWriter.Null, _error, interactive, interactive, columns);
}
