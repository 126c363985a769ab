namespace EdgeSeed.Config.Toml;

/// <summary>
/// The lines of one entry, header, comment or blank. It is told by quotes and brackets alone, so that one with a mistake in it has an end as
/// well: what is left open ends before the line that begins the next entry or table.
/// </summary>
/// <param name="First">Its first line, from 0.</param>
/// <param name="Last">Its last line.</param>
/// <param name="Unclosed">The quote or bracket that is left open.</param>
/// <param name="RunsOn">Whether the open quote takes the rest of the file for its text.</param>
internal readonly record struct TomlStatement(int First, int Last, TomlMistake? Unclosed, bool RunsOn)
{
    /// <summary>Finds the statement that makes a parser stop in a line, in time linear in the text.</summary>
    public static TomlStatement StoppedAt(string[] lines, int line)
    {
        int first = 0;
        while (true)
        {
            TomlStatement statement = new TomlStatementScan(lines, first).Run();
            // What is left open is noticed where the next statement begins, or at the end of the file.
            int reach = statement.RunsOn ? lines.Length : statement.Last + (statement.Unclosed is null ? 0 : 1);
            if (reach >= line || statement.Last + 1 == lines.Length) return statement;
            first = statement.Last + 1;
        }
    }
}
