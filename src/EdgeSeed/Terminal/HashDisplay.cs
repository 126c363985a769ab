using EdgeSeed.Storage;
using Spectre.Console;

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
        if (terminal.IsInteractive) await DrawAsync(verb, meter, running).ConfigureAwait(false);
        else await PrintAsync(verb, meter, running).ConfigureAwait(false);
        T result = await running.ConfigureAwait(false);
        terminal.Error.WriteLine($"{verb}: {meter.Read().Summary()}");
        return result;
    }

    private async Task DrawAsync(string verb, HashMeter meter, Task running)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(terminal.Error),
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            ColorSystem = terminal.HasColour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        Progress bar = console.Progress()
            .AutoRefresh(false)
            .AutoClear(true)
            .Columns(new ProgressBarColumn { Width = Math.Clamp(terminal.Columns / 4, 10, 40) }, new PercentageColumn(), new TaskDescriptionColumn());
        await bar.StartAsync(async drawing =>
        {
            ProgressTask task = drawing.AddTask(Markup.Escape(verb), maxValue: 1);
            while (!running.IsCompleted)
            {
                HashReading reading = meter.Read();
                task.Value = Math.Min(reading.Fraction, 0.9999);
                task.Description = Markup.Escape(reading.BytesTotal == 0 ? verb : reading.ToString());
                drawing.Refresh();
                await WaitAsync(running, RedrawInterval).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
    }

    private async Task PrintAsync(string verb, HashMeter meter, Task running)
    {
        while (true)
        {
            await WaitAsync(running, PlainInterval).ConfigureAwait(false);
            if (running.IsCompleted) return;
            HashReading reading = meter.Read();
            terminal.Error.WriteLine(FormattableString.Invariant($"{verb}: {reading.Fraction * 100:0} % · {reading}"));
        }
    }

    private async Task WaitAsync(Task running, TimeSpan limit) => await Task.WhenAny(running, Task.Delay(limit, time)).ConfigureAwait(false);
}
