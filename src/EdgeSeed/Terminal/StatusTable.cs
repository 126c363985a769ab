using EdgeSeed.Engine.PortMapping;
using EdgeSeed.Status;

namespace EdgeSeed.Terminal;

/// <summary>A snapshot as a table: the whole, what somebody must see to, then one line for each torrent.</summary>
internal static class StatusTable
{
    private const string Ticks = "▁▂▃▄▅▆▇█";
    private const int MaxTicks = 30;
    private const int WideColumns = 100;

    /// <summary>Its lines, none of which moves the cursor; the name comes last, since it may be long.</summary>
    /// <param name="status">What to show.</param>
    /// <param name="columns">Width of the terminal in cells, to which lines are cut; 0 for lines as long as they are.</param>
    /// <param name="rows">Most lines: then torrents that do something come first, and the last line counts the others; 0 for all.</param>
    public static IEnumerable<string> Lines(StatusSnapshot status, int columns, int rows)
    {
        List<string> head = Head(status);
        foreach (string line in head) yield return CellWidth.Cut(PrintableText.Of(line), columns);
        if (status.Torrents.Count == 0) yield break;
        yield return "";
        bool isNarrow = columns is > 0 and < WideColumns;
        yield return $"{"State",-8}  {"Size",9}  {"Seeds",5}  {"Peers",5}  {(isNarrow ? "" : $"{"Done",5}  {"Sent",9}  ")}{"Rate",10}  Name";
        int room = rows <= 0 ? int.MaxValue : Math.Max(1, rows - head.Count - 3);
        IReadOnlyList<PublishedTorrent> shown = status.Torrents.Count <= room ? status.Torrents : BusyFirst(status.Torrents, room);
        foreach (PublishedTorrent torrent in shown) yield return Row(torrent, status.UptimeSeconds, columns);
        if (shown.Count < status.Torrents.Count) yield return CellWidth.Cut($"… and {Quantity.Count(status.Torrents.Count - shown.Count, "more torrent")}", columns);
    }

    private static List<string> Head(StatusSnapshot status)
    {
        BudgetStatus budget = status.Budget;
        var lines = new List<string>
        {
            StatusSentence.Of(status),
            $"Page     {status.PageUrl} · up {Quantity.Duration(TimeSpan.FromSeconds(status.UptimeSeconds))} · EdgeSeed {status.Version}",
        };
        string limit = budget.LimitBytesPerSecond switch
        {
            null => "no limit",
            0 => "paused by the schedule",
            { } rate => $"limit {Quantity.Rate(rate)}",
        };
        string window = budget.Window is null ? "" : $" ({budget.Window})";
        lines.Add($"Upload   {limit}{window}{Quota("today", budget.Day)}{Quota("this month", budget.Month)}{Sparkline(status.Rates)}");
        TrackerFigures tracker = status.Tracker;
        string moved = tracker.SwarmBytes == 0 ? "" : $" · all moved {Quantity.Bytes(tracker.SwarmBytes)}{(tracker.Amplification > 0 ? $" (×{tracker.Amplification:0.##})" : "")}";
        lines.Add($"Tracker  {Quantity.Count(tracker.Peers, "peer")} · {Quantity.Count(tracker.Announces, "announce")}{moved}");
        lines.Add($"Memory   {Quantity.Bytes(status.Memory.ResidentBytes)} of {Quantity.Bytes(status.Memory.LimitBytes)}");
        if (status.PortMapping is { } mapping) lines.Add($"Router   {Router(mapping)}");
        foreach (DriveStatus drive in status.Drives) lines.Add($"{(drive.IsRemovable ? "Drive" : "Folder"),-8} {Drive(drive)}");
        if (status.Alarms.Count + status.Problems.Count > 0) lines.Add("");
        foreach (Alarm alarm in status.Alarms) lines.Add($"! {alarm.Sentence}{(alarm.Detail.Length > 0 ? $" ({alarm.Detail})" : "")}");
        foreach (string problem in status.Problems) lines.Add($"! {problem}");
        return lines;
    }

    private static string Quota(string name, QuotaStatus? quota) =>
        quota is null ? "" : $" · {name} {Quantity.Bytes(quota.UsedBytes)} of {Quantity.Bytes(quota.LimitBytes)}";

    private static string Router(PortMappingStatus mapping) => mapping.State switch
    {
        PortMappingState.Asking => "being asked to forward the ports",
        PortMappingState.Mapped => $"forwards the ports ({mapping.Way}){(mapping.ExternalAddress is { } address ? $" · {address}" : "")}",
        _ => "does not let the world in",
    };

    private static string Drive(DriveStatus drive)
    {
        string state = drive.State switch
        {
            DriveState.Absent => "away; its torrents wait",
            DriveState.Mounting => "being opened",
            DriveState.Scanning => $"being searched, {drive.Done} of {drive.Total}",
            DriveState.Hashing => $"being read, {drive.Done} of {drive.Total}{(drive.SecondsLeft is { } left ? $", {Quantity.Duration(TimeSpan.FromSeconds(left))} left" : "")}",
            DriveState.Ready => Quantity.Count(drive.Torrents, "torrent"),
            DriveState.Failing => $"fails to read, for {Quantity.Duration(TimeSpan.FromSeconds(drive.SinceSeconds))}",
            DriveState.Ejecting => "being let go",
            _ => "may be pulled out",
        };
        return $"{drive.Name} · {state}{(drive.Problem is null ? "" : $" · {drive.Problem}")}";
    }

    /// <summary>The last five minutes, as a row of bars; nothing while nothing was sent.</summary>
    private static string Sparkline(RateStatus rates)
    {
        int from = Math.Max(0, rates.BytesPerSecond.Count - MaxTicks);
        long most = 0;
        for (int i = from; i < rates.BytesPerSecond.Count; i++) most = Math.Max(most, rates.BytesPerSecond[i]);
        if (most == 0) return "";
        Span<char> ticks = stackalloc char[rates.BytesPerSecond.Count - from];
        for (int i = 0; i < ticks.Length; i++) ticks[i] = Ticks[(int)(rates.BytesPerSecond[from + i] * (Ticks.Length - 1) / most)];
        return $" · {ticks}";
    }

    /// <summary>Those that do something, or cannot, before those that only wait; each in their order.</summary>
    private static List<PublishedTorrent> BusyFirst(IReadOnlyList<PublishedTorrent> torrents, int room)
    {
        var chosen = new List<PublishedTorrent>(Math.Min(room, torrents.Count));
        foreach (bool isBusy in (ReadOnlySpan<bool>)[true, false])
        {
            foreach (PublishedTorrent torrent in torrents)
            {
                if (chosen.Count == room) return chosen;
                bool doesSomething = torrent.Connected > 0 || torrent.State != TorrentState.Seeding || Trouble(torrent, 0) is not null;
                if (doesSomething == isBusy) chosen.Add(torrent);
            }
        }
        return chosen;
    }

    /// <summary>What is wrong with a torrent, or with its trackers; null when nothing is.</summary>
    private static string? Trouble(PublishedTorrent torrent, long uptimeSeconds) =>
        torrent.Problem ?? (torrent.FetchedBytes is not null ? $"{torrent.FetchedPercent} % fetched" : torrent.OtherTrackers is { IsBad: true } others ? TrackerSentence.Of(others, uptimeSeconds) : null);

    private static string Row(PublishedTorrent torrent, long uptimeSeconds, int columns)
    {
        string rate = torrent.UploadBytesPerSecond == 0 ? "-" : Quantity.Rate(torrent.UploadBytesPerSecond);
        string name = PrintableText.Of(Trouble(torrent, uptimeSeconds) is { } trouble ? $"{torrent.Name} · {trouble}" : torrent.Name);
        string more = columns is > 0 and < WideColumns ? "" : $"{torrent.Completed,5}  {Quantity.Bytes(torrent.UploadedBytes),9}  ";
        string figures = $"{StatusNames.Of(torrent.State),-8}  {Quantity.Bytes(torrent.SizeBytes),9}  {torrent.Seeds,5}  {torrent.Leechers,5}  {more}{rate,10}  ";
        return figures + CellWidth.Cut(name, columns == 0 ? 0 : Math.Max(8, columns - figures.Length));
    }
}
