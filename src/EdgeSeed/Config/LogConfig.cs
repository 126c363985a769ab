using Microsoft.Extensions.Logging;
using static EdgeSeed.Config.Types.ConfigTypes;

namespace EdgeSeed.Config;

/// <summary><c>[log]</c>: what is logged.</summary>
internal sealed record LogConfig
{
    /// <summary>Least severity logged.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary>How lines look.</summary>
    public LogFormat Format { get; init; } = LogFormat.Auto;
}

/// <summary>How log lines look.</summary>
internal enum LogFormat
{
    /// <summary>Journal priorities under systemd, plain lines otherwise.</summary>
    Auto,
    /// <summary>Plain lines.</summary>
    Plain,
    /// <summary>Lines with a journal priority in front.</summary>
    Journal,
}

/// <summary>The keys of <c>[log]</c>.</summary>
internal static class LogKeys
{
    /// <summary>The section.</summary>
    public static readonly ConfigSection Section = new TableSection<LogConfig>(
            "log", "What is logged.", config => config.Log, (config, section) => config with { Log = section })
        .Restart("level",
            Choice(
                ("trace", LogLevel.Trace), ("debug", LogLevel.Debug), ("info", LogLevel.Information),
                ("warning", LogLevel.Warning), ("error", LogLevel.Error), ("none", LogLevel.None)),
            s => s.Level, (s, v) => s with { Level = v },
            "Least severity that is logged.")
        .Restart("format",
            Choice(("auto", LogFormat.Auto), ("plain", LogFormat.Plain), ("journal", LogFormat.Journal)),
            s => s.Format, (s, v) => s with { Format = v },
            "\"auto\" is \"journal\" under systemd and \"plain\" otherwise.");
}
