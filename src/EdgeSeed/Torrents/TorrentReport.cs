using System.Globalization;
using EdgeSeed.Protocol.Addresses;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Terminal;

namespace EdgeSeed.Torrents;

/// <summary>A <see cref="TorrentDescription"/> as text: a heading, aligned facts, then the files.</summary>
internal static class TorrentReport
{
    /// <summary>Writes everything that is known and nothing that is not.</summary>
    public static void Write(TextWriter output, TorrentDescription torrent)
    {
        output.WriteLine(PrintableText.Of(torrent.Name?.ToString() ?? "(a torrent without a name)"));
        if (torrent.InfoHashV2?.StartsWith(torrent.InfoHash, StringComparison.Ordinal) != true) Fact(output, "Info-hash", torrent.InfoHash);
        Fact(output, torrent.Format == TorrentFormat.V2 ? "Info-hash" : "Version 2", torrent.InfoHashV2);
        Fact(output, "On disk", torrent.StoredAs?.ToString());
        if (torrent.SizeBytes is { } size) Fact(output, "Size", Size(size, torrent.FileCount));
        if (torrent is { Pieces: { } pieces, PieceLength: { } length })
            Fact(output, "Pieces", $"{Quantity.Count(pieces, "piece")} of {Quantity.PieceLength(length)}");
        if (torrent.Private) Fact(output, "Private", "yes: peers come from its trackers only");
        if (torrent.Format == TorrentFormat.V2) Fact(output, "Format", "version 2 alone: older clients cannot read it");
        if (torrent.Format == TorrentFormat.Hybrid) Fact(output, "Format", torrent.LacksLayers ? "hybrid without piece layers: version 1 is used" : "hybrid: for clients of version 1 and 2");
        Fact(output, "Source", torrent.Source?.ToString());
        Fact(output, "Comment", torrent.Comment?.ToString());
        Fact(output, "Made by", torrent.CreatedBy?.ToString());
        Fact(output, "Made on", torrent.CreationDate?.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
        for (int tier = 0; tier < torrent.Trackers.Count; tier++)
        {
            foreach (string tracker in torrent.Trackers[tier])
                Fact(output, tier == 0 ? "Tracker" : $"Tier {tier + 1}", tracker);
        }
        foreach (TrackerCounts scraped in torrent.Scraped ?? []) Fact(output, "Swarm", $"{scraped.Tracker}: {scraped}");
        foreach (string seed in torrent.WebSeeds) Fact(output, "Web seed", seed);
        foreach (RemarkedAddress said in torrent.Remarks) Fact(output, "Note", $"{said.Written}: {said.Remark}");
        Fact(output, "Magnet", torrent.Magnet, cut: false);
        if (torrent.Files is null) return;
        output.WriteLine();
        foreach (FileDescription file in torrent.Files)
        {
            string stored = file.StoredAs is { } path ? $" (on disk: {PrintableText.Of(path.ToString())})" : "";
            output.WriteLine($"  {Quantity.Bytes(file.SizeBytes),12}  {PrintableText.Of(file.Path.ToString())}{stored}");
        }
    }

    private static string Size(long size, int? files)
    {
        string exact = size < 1000 ? "" : $" ({size.ToString("N0", CultureInfo.InvariantCulture)} bytes)";
        string count = files is { } number and not 1 ? $" in {Quantity.Count(number, "file")}" : "";
        return Quantity.Bytes(size) + exact + count;
    }

    private static void Fact(TextWriter output, string name, string? value, bool cut = true)
    {
        if (value is null) return;
        output.WriteLine($"  {name,-10} {(cut ? PrintableText.Of(value) : value)}");
    }
}
