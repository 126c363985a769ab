using Microsoft.Extensions.Logging;

namespace EdgeSeed.Config;

/// <summary><c>[log]</c>: what is logged and where.</summary>
internal sealed record LogConfig
{
    /// <summary>Least severity logged.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary>How lines look.</summary>
    public LogFormat Format { get; init; } = LogFormat.Auto;

    /// <summary>File to log to besides the terminal or the journal; empty: none.</summary>
    public string File { get; init; } = "";

    /// <summary>Size in bytes at which that file starts anew; one older file is kept.</summary>
    public ByteSize FileSize { get; init; } = ByteSize.MiB(1);
}
