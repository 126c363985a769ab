using Microsoft.Extensions.Logging;

namespace EdgeSeed.Config;

/// <summary><c>[log]</c>: what is logged.</summary>
internal sealed record LogConfig
{
    /// <summary>Least severity logged.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary>How lines look.</summary>
    public LogFormat Format { get; init; } = LogFormat.Auto;
}
