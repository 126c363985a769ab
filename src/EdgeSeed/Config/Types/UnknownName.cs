using EdgeSeed.Config.Values;

namespace EdgeSeed.Config.Types;

/// <summary>Messages for names that the schema does not have.</summary>
internal static class UnknownName
{
    /// <summary>An unknown key: with the name it was probably meant to be, or the table it belongs to.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="table">The table it was written in; empty at the top of the file.</param>
    /// <param name="siblings">The names that table has.</param>
    /// <param name="elsewhere">The full name of a key with exactly that name in another table, or null.</param>
    public static string Key(string name, string table, IEnumerable<string> siblings, string? elsewhere)
    {
        string place = table.Length == 0 ? "at the top of the file" : $"in [{table}]";
        string message = $"unknown key \"{Printable.Shorten(name)}\" {place}";
        if (EditDistance.Nearest(name, siblings) is { } near) return $"{message}; did you mean \"{near}\"?";
        return elsewhere is null ? message : $"{message}; it belongs in [{elsewhere[..elsewhere.LastIndexOf('.')]}]";
    }

    /// <summary>An unknown table, with the one it was probably meant to be.</summary>
    /// <param name="path">The full name that was written.</param>
    /// <param name="known">The full names of the tables there are.</param>
    public static string Table(string path, IEnumerable<string> known) =>
        $"unknown table [{Printable.Shorten(path)}]" + (EditDistance.Nearest(path, known) is { } near ? $"; did you mean [{near}]?" : "");
}
