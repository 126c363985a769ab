using System.Globalization;
using System.Text;

namespace EdgeSeed.Storage.Names;

/// <summary>
/// Unicode's canonical decomposition (NFD): two texts are the same to a reader when theirs is. The framework's own needs ICU, which a box does not
/// have; the tables are Unicode's, embedded as text, and read when first wanted.
/// </summary>
internal static class CanonicalForm
{
    private const string Tables = "canonical-forms.txt";

    // Hangul syllables are put together by rule (The Unicode Standard, 3.12).
    private const int SyllableBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TailBase = 0x11A7;
    private const int TailCount = 28, VowelTailCount = 588, SyllableCount = 11172;

    private static readonly Lazy<(Dictionary<int, int[]> Parts, Dictionary<int, byte> Classes)> s_tables = new(Load);

    /// <summary>Takes a text apart; combining marks come in their canonical order.</summary>
    /// <param name="text">Well-formed UTF-16; its length bounds the work, as no character has more than 4 parts.</param>
    public static string Decompose(string text)
    {
        if (Ascii.IsValid(text)) return text;
        var runes = new List<int>(text.Length + 8);
        foreach (Rune rune in text.EnumerateRunes()) Append(runes, rune.Value);
        Order(runes);
        var result = new StringBuilder(runes.Count + 8);
        foreach (int rune in runes) result.Append(new Rune(rune).ToString());
        return result.ToString();
    }

    private static void Append(List<int> runes, int rune)
    {
        if (rune - SyllableBase is >= 0 and < SyllableCount and int index)
        {
            runes.Add(LeadBase + index / VowelTailCount);
            runes.Add(VowelBase + index % VowelTailCount / TailCount);
            if (index % TailCount != 0) runes.Add(TailBase + index % TailCount);
        }
        else if (s_tables.Value.Parts.TryGetValue(rune, out int[]? parts))
        {
            foreach (int part in parts) Append(runes, part);
        }
        else runes.Add(rune);
    }

    // Marks between two characters of class 0 are sorted by class, those of one class left in order.
    private static void Order(List<int> runes)
    {
        for (int start = 0; start < runes.Count; start++)
        {
            int end = start;
            while (end < runes.Count && ClassOf(runes[end]) != 0) end++;
            if (end - start < 2) continue;
            int[] sorted = [.. runes.GetRange(start, end - start).OrderBy(ClassOf)];
            for (int i = 0; i < sorted.Length; i++) runes[start + i] = sorted[i];
            start = end;
        }
    }

    private static byte ClassOf(int rune) => s_tables.Value.Classes.GetValueOrDefault(rune);

    private static (Dictionary<int, int[]> Parts, Dictionary<int, byte> Classes) Load()
    {
        var parts = new Dictionary<int, int[]>();
        var classes = new Dictionary<int, byte>();
        using Stream tables = typeof(CanonicalForm).Assembly.GetManifestResourceStream(Tables)!;
        using var reader = new StreamReader(tables);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            string[] fields = line.Split(' ');
            if (fields[1][0] != '@')
            {
                parts.Add(Hex(fields[0]), [.. fields.Skip(1).Select(Hex)]);
                continue;
            }
            string[] range = fields[0].Split('-');
            for (int rune = Hex(range[0]); rune <= Hex(range[1]); rune++) classes.Add(rune, byte.Parse(fields[1].AsSpan(1), CultureInfo.InvariantCulture));
        }
        return (parts, classes);
    }

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
