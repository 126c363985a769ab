using EdgeSeed.Storage.Hashing;

namespace EdgeSeed.Terminal;

/// <summary>Shows hashing while it goes on: a bar with rate and time left on a terminal, a plain line now and then elsewhere.</summary>
/// <param name="terminal">Where to show it: its error stream, so that results can be piped.</param>
/// <param name="time">Paces the display.</param>
internal sealed class HashDisplay(TerminalSurface terminal, TimeProvider time)
{
    /// <summary>Between two redraws on a terminal.</summary>
    public static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Between two plain lines.</summary>
    public static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(10);

    /// <summary>Runs some hashing under the display, which is gone when this returns; a line says how much and how fast.</summary>
    /// <param name="verb">What is done, such as <c>Hashing film.mkv</c>; printable.</param>
    /// <param name="work">The hashing; gets what to report to.</param>
    /// <returns>What the work returned; what it threw is thrown.</returns>
    public async Task<T> RunAsync<T>(string verb, Func<IProgress<HashProgress>, Task<T>> work)
    {
        var meter = new HashMeter(time);
        Task<T> running = Task.Run(() => work(meter));
        await ShowAsync(verb, meter, running).ConfigureAwait(false);
        T result = await running.ConfigureAwait(false);
        terminal.Error.WriteLine($"{verb}: {meter.Read().Summary()}");
        return result;
    }

    private async Task ShowAsync(string verb, HashMeter meter, Task running)
    {
        var line = new StatusLine(terminal, time);
        while (true)
        {
            HashReading reading = meter.Read();
            if (terminal.IsInteractive) line.Show(Drawing(verb, reading, line.Room));
            await Task.WhenAny(running, Task.Delay(terminal.IsInteractive ? RedrawInterval : PlainInterval, time)).ConfigureAwait(false);
            if (running.IsCompleted) break;
            reading = meter.Read();
            if (!terminal.IsInteractive) terminal.Error.WriteLine($"{verb}: {reading.Line(columns: 0).TrimStart()}");
        }
        line.Clear();
    }

    /// <summary>The figures, after a bar where there is room for one.</summary>
    private static string Drawing(string verb, HashReading reading, int columns)
    {
        if (reading.BytesTotal == 0) return verb;
        string figures = reading.Line(columns), bar = ProgressBar.Draw(reading.Fraction, Math.Clamp(columns / 4, 10, 40));
        return CellWidth.Of(figures) + bar.Length + 1 > columns ? figures : $"{bar} {figures}";
    }
}
