namespace EdgeSeed.Web;

/// <summary>Changes the tracker in a magnet link made here.</summary>
internal static class MagnetText
{
    /// <summary>The same link with <paramref name="to"/> in place of <paramref name="from"/>; unchanged when it does not name that tracker.</summary>
    public static string WithTracker(string magnet, string? from, string? to) => from is null || to is null || from == to
        ? magnet
        : magnet.Replace("&tr=" + Uri.EscapeDataString(from), "&tr=" + Uri.EscapeDataString(to), StringComparison.Ordinal);
}
