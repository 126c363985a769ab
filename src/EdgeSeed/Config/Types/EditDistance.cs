namespace EdgeSeed.Config.Types;

/// <summary>Finds the word a mistyped one was meant to be.</summary>
internal static class EditDistance
{
    /// <summary>Longest word compared; a longer one has no neighbours.</summary>
    public const int MaxLength = 64;

    /// <summary>
    /// The candidate nearest to <paramref name="word"/>, or null when none is near: at most a third of its letters (but always one) may be
    /// inserted, deleted, replaced or swapped with the next. Case, '-' and '_' do not count.
    /// </summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        if (word.Length is 0 or > MaxLength) return null;
        string? nearest = null;
        int best = Math.Max(1, word.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            if (candidate.Length > MaxLength) continue;
            int distance = Between(word, candidate);
            if (distance >= best) continue;
            (best, nearest) = (distance, candidate);
        }
        return nearest;
    }

    /// <summary>Optimal string alignment distance, ignoring case and taking '-' for '_'.</summary>
    public static int Between(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        Span<int> beforeLast = stackalloc int[b.Length + 1];
        Span<int> last = stackalloc int[b.Length + 1];
        Span<int> row = stackalloc int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++) row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            last.CopyTo(beforeLast);
            row.CopyTo(last);
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + cost);
                bool swapped = i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]);
                if (swapped) row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }
        }
        return row[b.Length];
    }

    private static bool Same(char x, char y) => Fold(x) == Fold(y);

    private static char Fold(char c) => c == '-' ? '_' : char.ToLowerInvariant(c);
}
