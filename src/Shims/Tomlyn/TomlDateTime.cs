namespace Tomlyn;

/// <summary>A TOML date, time, or both.</summary>
/// <param name="DateTime">The instant; local kinds carry offset zero. One with an offset beyond .NET's ±14 hours is turned into UTC.</param>
/// <param name="SecondPrecision">How many digits of the second's fraction were written, at most 7 (more are cut off).</param>
/// <param name="Kind">Which form it was written in.</param>
public record struct TomlDateTime(DateTimeOffset DateTime, int SecondPrecision, TomlDateTimeKind Kind);
