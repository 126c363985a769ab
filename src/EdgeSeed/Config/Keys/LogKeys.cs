using Microsoft.Extensions.Logging;
using static EdgeSeed.Config.ConfigTypes;

namespace EdgeSeed.Config;

/// <summary>The keys of <c>[log]</c>.</summary>
internal static class LogKeys
{
    /// <summary>The section.</summary>
    public static readonly ConfigSection Section = new TableSection<LogConfig>(
            "log", "What is logged, and where to.", config => config.Log, (config, section) => config with { Log = section })
        .Live("level",
            Choice(
                ("trace", LogLevel.Trace), ("debug", LogLevel.Debug), ("info", LogLevel.Information),
                ("warning", LogLevel.Warning), ("error", LogLevel.Error), ("none", LogLevel.None)),
            s => s.Level, (s, v) => s with { Level = v },
            "Least severity that is logged.")
        .Restart("format",
            Choice(("auto", LogFormat.Auto), ("plain", LogFormat.Plain), ("journal", LogFormat.Journal), ("json", LogFormat.Json)),
            s => s.Format, (s, v) => s with { Format = v },
            "\"auto\" is \"journal\" under systemd and \"plain\" otherwise.")
        .Restart("file", OptionalPath, s => s.File, (s, v) => s with { File = v },
            "File to log to besides the terminal or the journal. Empty: none.")
        .Restart("file_size", Size(new ByteSize(4_096), ByteSize.MiB(65_536)), s => s.FileSize, (s, v) => s with { FileSize = v },
            "Size at which that file starts anew; one older file is kept.");
}
