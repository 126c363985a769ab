using System.Globalization;

namespace EdgeSeed.Config;

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
