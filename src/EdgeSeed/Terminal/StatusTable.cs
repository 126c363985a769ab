using EdgeSeed.Status;

namespace EdgeSeed.Terminal;

/// <summary>A snapshot as a table: one line for the whole, one for each torrent, then what is wrong.</summary>
internal static class StatusTable
{
    /// <summary>Writes it; the name comes last, since it may be long.</summary>
    public static void Write(TextWriter output, StatusSnapshot status)
    {
        output.WriteLine(StatusSentence.Of(status));
        output.WriteLine($"Page {PrintableText.Of(status.PageUrl)} · up {Quantity.Duration(TimeSpan.FromSeconds(status.UptimeSeconds))} · EdgeSeed {PrintableText.Of(status.Version)}");
        if (status.Budget.LimitBytesPerSecond is { } limit) output.WriteLine($"Upload budget {Quantity.Rate(limit)}");
        if (status.Torrents.Count > 0)
        {
            output.WriteLine();
            output.WriteLine($"{"State",-8}  {"Size",9}  {"Seeds",5}  {"Peers",5}  {"Done",5}  {"Sent",9}  {"Rate",10}  Name");
            foreach (PublishedTorrent torrent in status.Torrents) WriteTorrent(output, torrent);
        }
        if (status.Problems.Count == 0) return;
        output.WriteLine();
        foreach (string problem in status.Problems) output.WriteLine($"! {PrintableText.Of(problem)}");
    }

    private static void WriteTorrent(TextWriter output, PublishedTorrent torrent)
    {
        string state = StatusNames.Of(torrent.State);
        string rate = torrent.UploadBytesPerSecond == 0 ? "-" : Quantity.Rate(torrent.UploadBytesPerSecond);
        output.WriteLine(
            $"{state,-8}  {Quantity.Bytes(torrent.SizeBytes),9}  {torrent.Seeds,5}  {torrent.Leechers,5}  {torrent.Completed,5}  {Quantity.Bytes(torrent.UploadedBytes),9}  {rate,10}  {PrintableText.Of(torrent.Name)}");
        if (torrent.Problem is { } problem) output.WriteLine($"          {PrintableText.Of(problem)}");
    }
}
