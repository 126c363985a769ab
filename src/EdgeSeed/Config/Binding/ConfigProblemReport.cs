using System.Text;
using System.Text.Json;
using EdgeSeed.Config.Values;

namespace EdgeSeed.Config.Binding;

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
            output.WriteLine(problem.Place.Flag is null ? problem.ToString() : $"edgeseed: {problem}");
            if (problem.Place is { Flag: null, Line: > 0 } place && place.Line <= lines.Length)
                WriteLine(lines[place.Line - 1], place, output);
        }
    }

    /// <summary>
    /// One JSON object: <c>file</c>, <c>good</c>, and <c>mistakes</c>, an array of <c>line</c> and <c>column</c> (from 1; absent for the file
    /// as a whole), <c>length</c> in UTF-16 units, and <c>message</c>.
    /// </summary>
    public static string ToJson(ConfigResult result, string file)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("file", file);
            writer.WriteBoolean("good", result.Config is not null);
            writer.WriteStartArray("mistakes");
            foreach (ConfigProblem problem in result.Problems)
            {
                writer.WriteStartObject();
                if (problem.Place.Line > 0)
                {
                    writer.WriteNumber("line", problem.Place.Line);
                    writer.WriteNumber("column", problem.Place.Column);
                    writer.WriteNumber("length", problem.Place.Length);
                }
                writer.WriteString("message", problem.Message);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
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
