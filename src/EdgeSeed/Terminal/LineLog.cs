using Microsoft.Extensions.Logging;

namespace EdgeSeed.Terminal;

/// <summary>
/// Log lines as people read them: the message, an error's first line, and under systemd the severity as the journal wants it
/// (<c>&lt;4&gt;</c>). The servers beneath speak only of what is wrong.
/// </summary>
/// <param name="print">Prints one line, above the status line if there is one; called by any thread.</param>
/// <param name="level">Least severity of our own messages.</param>
/// <param name="forJournal">Whether the journal reads it.</param>
internal sealed class LineLog(Action<string> print, LogLevel level, bool forJournal) : ILoggerProvider
{
    /// <summary>Category of what answers to something a person has just done, such as an edit: said at any level.</summary>
    public const string NoticeCategory = "EdgeSeed.Notice";

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName)
    {
        // That the server beneath cannot start is said once, by whoever started it.
        if (categoryName.StartsWith("Microsoft.Extensions.Hosting", StringComparison.Ordinal)) return new Category(this, LogLevel.None);
        if (categoryName == NoticeCategory) return new Category(this, level < LogLevel.Information ? level : LogLevel.Information);
        bool isOurs = categoryName.StartsWith("EdgeSeed", StringComparison.Ordinal);
        return new Category(this, isOurs || level > LogLevel.Error ? level : LogLevel.Error);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private string Prefix(LogLevel severity) => (forJournal, severity) switch
    {
        (true, LogLevel.Critical) => "<2>",
        (true, LogLevel.Error) => "<3>",
        (true, LogLevel.Warning) => "<4>",
        (true, LogLevel.Information) => "<6>",
        (true, _) => "<7>",
        (_, LogLevel.Critical or LogLevel.Error) => "edgeseed: error: ",
        (_, LogLevel.Warning) => "edgeseed: warning: ",
        _ => "edgeseed: ",
    };

    private sealed class Category(LineLog owner, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            string text = formatter(state, exception);
            if (exception is not null) text = $"{text}: {exception.GetType().Name}: {exception.Message}";
            owner.Print(logLevel, text);
        }
    }

    private void Print(LogLevel severity, string text) => print(Prefix(severity) + PrintableText.Of(text));
}
