using EdgeSeed.Terminal;

namespace EdgeSeed.Torrents;

/// <summary>A <see cref="VerifyDescription"/> as text: a line a file, then the sum.</summary>
internal static class VerifyReport
{
    /// <summary>Writes it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="found">What was found.</param>
    /// <param name="quiet">Whether files that are right go without a line.</param>
    public static void Write(TextWriter output, VerifyDescription found, bool quiet)
    {
        int right = 0;
        foreach (VerifiedFile file in found.Files)
        {
            bool ok = file is { Result: "ok" };
            if (ok) right++;
            if (ok && quiet) continue;
            string detail = file.Detail is null ? "" : $" ({file.Detail})";
            output.WriteLine($"{file.Result,-12} {PrintableText.Of(file.Path.ToString())}{detail}");
        }
        output.WriteLine(found.Exact
            ? $"{PrintableText.Of(found.Name.ToString())}: all right, {Quantity.Count(found.Files.Count, "file")}, {Quantity.Count(found.Pieces, "piece")}"
            : $"{PrintableText.Of(found.Name.ToString())}: {right} of {Quantity.Count(found.Files.Count, "file")} right, {found.PiecesGood} of {Quantity.Count(found.Pieces, "piece")} right");
    }
}
