using System.Globalization;

namespace EdgeSeed.Config.Values;

/// <summary>One thing wrong with a configuration, with its place.</summary>
/// <param name="File">The file's name as the user gave it; empty when no file was read.</param>
/// <param name="Place">Where; line 0 without a flag means the file as a whole.</param>
/// <param name="Message">A plain sentence without a full stop.</param>
internal sealed record ConfigProblem(string File, ConfigPlace Place, string Message)
{
    /// <summary><c>seed.toml:12:5: message</c>, <c>--port: message</c>, or <c>seed.toml: message</c>.</summary>
    public override string ToString() => Place switch
    {
        { Flag: { } flag } => $"{flag}: {Message}",
        { Line: 0 } => $"{File}: {Message}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{File}:{Place.Line}:{Place.Column}: {Message}"),
    };
}

/// <summary>Where a value was written: a place in the file, or a command-line option.</summary>
/// <param name="Line">Line, from 1; 0 when <paramref name="Flag"/> is set or the place is the file as a whole.</param>
/// <param name="Column">Column in UTF-16 units, from 1.</param>
/// <param name="Length">Characters to underline on that line, at least 1.</param>
/// <param name="Flag">The option, such as <c>--upload</c>; null for a place in the file.</param>
internal readonly record struct ConfigPlace(int Line, int Column, int Length, string? Flag = null) : IComparable<ConfigPlace>
{
    /// <summary>The place of a command-line option.</summary>
    public static ConfigPlace OfFlag(string flag) => new(0, 0, 0, flag);

    /// <summary>Orders by line, then column; options come first, in the order in which they were added.</summary>
    public int CompareTo(ConfigPlace other) => (Line, Column).CompareTo((other.Line, other.Column));
}
