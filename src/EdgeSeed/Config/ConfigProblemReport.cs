namespace EdgeSeed.Config;

/// <summary>Prints what is wrong with a configuration, each problem with its line and a caret under the place.</summary>
internal static class ConfigProblemReport
{
    private const int MaxLineShown = 160;

    /// <summary>Writes all problems; for one in the file the source line and a caret follow.</summary>
    public static void Write(ConfigResult result, TextWriter output)
    {
        string[] lines = result.Text.Split('\n');
        foreach (ConfigProblem problem in result.Problems)
        {
            output.WriteLine(problem);
            if (problem.Place is { Flag: null, Line: > 0 } place && place.Line <= lines.Length)
                WriteLine(lines[place.Line - 1], place, output);
        }
    }

    // A column is a UTF-16 unit; tabs are kept in the caret's line so that it stands under its place at any tab width.
    private static void WriteLine(string line, ConfigPlace place, TextWriter output)
    {
        line = line.TrimEnd('\r');
        if (place.Column > MaxLineShown) return;
        int length = Math.Max(1, Math.Min(place.Length, Math.Min(line.Length, MaxLineShown) - place.Column + 1));
        string shown = string.Concat(line.Take(MaxLineShown).Select(c => c != '\t' && char.IsControl(c) ? '?' : c));
        string indent = string.Concat(shown.Take(place.Column - 1).Select(c => c == '\t' ? '\t' : ' '));
        output.WriteLine($"    {shown}");
        output.WriteLine($"    {indent}{new string('^', length)}");
    }
}
