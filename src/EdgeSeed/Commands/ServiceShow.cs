using EdgeSeed.Status;
using EdgeSeed.Terminal;

namespace EdgeSeed.Commands;

/// <summary>What a person sees of a running service: its address, each torrent's link as it becomes ready, QR codes, one status line.</summary>
/// <param name="terminal">Links go to its output, the rest to its error stream.</param>
/// <param name="line">The status line.</param>
/// <param name="status">What the service is doing.</param>
/// <param name="pageUrl">The page's address, as other machines reach it.</param>
internal sealed class ServiceShow(TerminalSurface terminal, StatusLine line, StatusBoard status, string pageUrl)
{
    /// <summary>Torrents whose links are printed; the page lists all of them.</summary>
    public const int MaxLinks = 30;

    private readonly HashSet<string> _printed = [];

    /// <summary>Shows the service until it is told to stop.</summary>
    /// <param name="firstPass">Completes when all torrents that were there at the start are ready.</param>
    /// <param name="interval">Between two looks at the status.</param>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync(Task firstPass, TimeSpan interval, CancellationToken stop)
    {
        terminal.Output.WriteLine($"{Product.Name}   {pageUrl}");
        bool isFirst = true;
        while (!stop.IsCancellationRequested)
        {
            bool isReady = firstPass.IsCompleted;
            // A snapshot that is given out may be from before the last torrent became ready.
            if (isReady && isFirst) await WaitAsync(null, StatusBoard.MaxAge, stop).ConfigureAwait(false);
            StatusSnapshot current = await status.ReadAsync().ConfigureAwait(false);
            PrintLinks(current);
            bool isNews = isReady && isFirst;
            if (isNews) PrintCodes(current);
            if (isReady) isFirst = false;
            // Where nobody looks at a status line, a long library is not listed over and over.
            if (!terminal.IsInteractive && _printed.Count > MaxLinks)
            {
                await Task.WhenAny(Task.Delay(Timeout.Infinite, stop)).ConfigureAwait(false);
                break;
            }
            if (terminal.IsInteractive || current.Phase != ServicePhase.Starting) line.Show(StatusSentence.Of(current, columns: line.Room), isNews);
            await WaitAsync(isFirst ? firstPass : null, interval, stop).ConfigureAwait(false);
        }
        line.Show("Stopping");
        line.Clear();
    }

    private static async Task WaitAsync(Task? sooner, TimeSpan interval, CancellationToken stop)
    {
        Task delay = Task.Delay(interval, stop);
        await Task.WhenAny(sooner is null ? [delay] : [delay, sooner]).ConfigureAwait(false);
    }

    private void PrintLinks(StatusSnapshot current)
    {
        for (int i = 0; i < current.Torrents.Count && _printed.Count <= MaxLinks; i++)
        {
            PublishedTorrent torrent = current.Torrents[i];
            if (torrent.State is not (TorrentPhase.Seeding or TorrentPhase.Partial) || !_printed.Add(torrent.InfoHash)) continue;
            line.Clear();
            if (_printed.Count > MaxLinks)
            {
                terminal.Output.WriteLine();
                terminal.Output.WriteLine("More torrents are on the page.");
                return;
            }
            terminal.Output.WriteLine();
            string files = torrent.Files == 1 ? "" : $" in {Quantity.Count(torrent.Files, "file")}";
            terminal.Output.WriteLine($"{PrintableText.Of(torrent.Name)}   {Quantity.Bytes(torrent.SizeBytes)}{files}");
            terminal.Output.WriteLine(torrent.Magnet);
        }
    }

    private void PrintCodes(StatusSnapshot current)
    {
        if (!terminal.IsInteractive) return;
        line.Clear();
        terminal.Output.WriteLine();
        terminal.Output.WriteLine($"The page, for a phone on this network: {pageUrl}");
        terminal.WriteQr(pageUrl);
        if (current.Torrents is not [{ Magnet.Length: > 0 } only]) return;
        terminal.Output.WriteLine("The magnet link:");
        terminal.WriteQr(only.Magnet);
    }
}
