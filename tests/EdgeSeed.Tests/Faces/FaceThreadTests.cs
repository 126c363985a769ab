using EdgeSeed.Config;
using EdgeSeed.Config.Units;
using EdgeSeed.Faces;
using EdgeSeed.Faces.Preview;
using EdgeSeed.Status;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Tests.Faces;

/// <summary>The thread on a machine without any of the hardware.</summary>
public class FaceThreadTests
{
    private static readonly SeedConfig Missing = new SeedConfig() with
    {
        Leds = new LedsConfig { Status = new LedTarget(null, "no-such-led"), Attention = new LedTarget(null, "nor-this") },
        Display = new DisplayConfig { Model = DisplayModel.Ssd1306Tall, Bus = 254 },
    };

    private readonly List<string> _log = [];

    [Fact]
    public async Task Hardware_that_is_missing_is_one_line_and_snapshots_go_on_being_read()
    {
        int reads = 0;
        var read = new TaskCompletionSource();
        var board = new StatusBoard(
            () =>
            {
                if (++reads == 2) read.SetResult();
                return Task.FromResult(PreviewPages.Busy);
            },
            TimeProvider.System);
        using (new FaceThread(Missing, TimeProvider.System, new ListLogger(_log)) { Board = board }) await read.Task.WaitAsync(TimeSpan.FromSeconds(30));

        string line = Assert.Single(_log);
        Assert.Contains("no-such-led", line, StringComparison.Ordinal);
        Assert.Contains("nor-this", line, StringComparison.Ordinal);
        Assert.Contains("/dev/i2c-254", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_configured_is_nothing_to_say_and_no_snapshot_is_taken()
    {
        var board = new StatusBoard(() => throw new InvalidOperationException("asked for"), TimeProvider.System);
        using (new FaceThread(new SeedConfig(), TimeProvider.System, new ListLogger(_log)) { Board = board }) Assert.Empty(_log);
        using (new FaceThread(Missing with { Hardware = new HardwareConfig { Enabled = false } }, TimeProvider.System, new ListLogger(_log)) { Board = board })
            Assert.Empty(_log);
    }

    private sealed class ListLogger(List<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines) lines.Add(formatter(state, exception));
        }
    }
}
