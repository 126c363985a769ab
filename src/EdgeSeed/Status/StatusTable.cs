using System.Globalization;
using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.PortMapping;
using EdgeSeed.Terminal;

namespace EdgeSeed.Status;

/// <summary>A snapshot as a table: the whole, what somebody must see to, then one line for each torrent.</summary>
internal static class StatusTable
{
    private const string Ticks = "▁▂▃▄▅▆▇█";
    private const int MaxTicks = 30;
    private const int WideColumns = 100, NarrowColumns = 64;

    /// <summary>Its lines, none of which moves the cursor; the name comes last, since it may be long.</summary>
    /// <param name="status">What to show.</param>
    /// <param name="columns">Width of the terminal in cells, to which lines are cut; 0 for lines as long as they are.</param>
    /// <param name="rows">Most lines: then torrents that do something come first, and the last line counts the others; 0 for all.</param>
    public static IEnumerable<string> Lines(StatusSnapshot status, int columns, int rows)
    {
        List<string> head = Head(status, columns);
        foreach (string line in head) yield return CellWidth.Cut(PrintableText.Of(line), columns);
        if (status.Torrents.Count == 0) yield break;
        yield return "";
        yield return Columns(columns, "State", "Size", "Seeds", "Peers", "Done", "Sent", "Rate") + "Name";
        int room = rows <= 0 ? int.MaxValue : Math.Max(1, rows - head.Count - 3);
        IReadOnlyList<PublishedTorrent> shown = status.Torrents.Count <= room ? status.Torrents : BusyFirst(status, room);
        foreach (PublishedTorrent torrent in shown) yield return Row(torrent, status, columns);
        if (shown.Count < status.Torrents.Count) yield return CellWidth.Cut($"… and {Quantity.Count(status.Torrents.Count - shown.Count, "more torrent")}", columns);
    }

    private static List<string> Head(StatusSnapshot status, int columns)
    {
        BudgetStatus budget = status.Budget;
        var lines = new List<string>
        {
            StatusSentence.Of(status, columns: columns),
            FittedLine.Of(
                columns, " · ", ($"Page     {status.PageUrl}", 0), ($"up {Quantity.Duration(TimeSpan.FromSeconds(status.UptimeSeconds))}", 1), ($"EdgeSeed {status.Version}", 2)),
        };
        string limit = budget.LimitBytesPerSecond switch
        {
            null => "no limit",
            0 when budget.Hold is not null => "paused by hand ('edgeseed resume' ends it)",
            0 => budget.IsSpent ? "paused: the quota is used up" : "paused by the schedule",
            { } rate => $"limit {Quantity.Rate(rate)}",
        };
        string window = budget.Hold is { SecondsLeft: { } left } ? $" (by hand, for another {Quantity.Duration(TimeSpan.FromSeconds(left))})" : budget.Window is null ? "" : $" ({budget.Window})";
        if (!status.IsTrackerOnly) lines.Add($"Upload   {limit}{window}{Quota("today", budget.Day)}{Quota("this month", budget.Month)}{Sparkline(status.Rates)}");
        TrackerFigures tracker = status.Tracker;
        string times = tracker.Amplification > 1 ? FormattableString.Invariant($", {tracker.Amplification:0.#} times what was sent from here") : "";
        string received = tracker.SwarmBytes == 0 ? "" : $"everybody received {Quantity.Bytes(tracker.SwarmBytes)}{times}";
        lines.Add(FittedLine.Of(
            columns, " · ", ($"Tracker  {Quantity.Count(tracker.Peers, "peer")} ({tracker.Seeds:N0} complete)", 0), (Quantity.Count(tracker.Announces, "announce"), 1), (received, 2)));
        if (!status.IsPublic) lines.Add($"Memory   {Quantity.Bytes(status.Memory.ResidentBytes)} of {Quantity.Bytes(status.Memory.LimitBytes)}");
        if (status.PortMapping is { } mapping) lines.Add($"Router   {Router(mapping)}");
        if (status.Dht is { } dht) lines.Add($"DHT      {DhtSentence.Of(dht)}");
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
            DriveState.Ready => $"{Quantity.Count(drive.Torrents, "torrent")}{(drive.IsAsleep ? " · asleep" : "")}{Reading(drive.Reading)}",
            DriveState.Failing => $"fails to read, for {Quantity.Duration(TimeSpan.FromSeconds(drive.SinceSeconds))}",
            DriveState.Ejecting => "being let go",
            _ => "may be pulled out",
        };
        return $"{drive.Name} · {state}{(drive.Problem is null ? "" : $" · {drive.Problem}")}";
    }

    /// <summary>What the drive was learned to be, and how much was read of it for what was sent.</summary>
    private static string Reading(DriveReading? reading) => reading is not { BytesPerSecond: > 0 }
        ? ""
        : $" · reads {Quantity.Rate((long)reading.BytesPerSecond)}, seeks in {reading.SeekSeconds * 1e3:0.#} ms · {reading.ReadPerSent:0.00} bytes read a byte sent";

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
    private static List<PublishedTorrent> BusyFirst(StatusSnapshot status, int room)
    {
        IReadOnlyList<PublishedTorrent> torrents = status.Torrents;
        var chosen = new List<PublishedTorrent>(Math.Min(room, torrents.Count));
        foreach (bool isBusy in (ReadOnlySpan<bool>)[true, false])
        {
            foreach (PublishedTorrent torrent in torrents)
            {
                if (chosen.Count == room) return chosen;
                bool doesSomething = torrent.Connected > 0 || torrent.State != TorrentPhase.Seeding || Trouble(torrent, status) is not null;
                if (doesSomething == isBusy) chosen.Add(torrent);
            }
        }
        return chosen;
    }

    /// <summary>What is wrong with a torrent, or with its trackers; null when nothing is.</summary>
    private static string? Trouble(PublishedTorrent torrent, StatusSnapshot status)
    {
        if (ProblemSentence.Of(torrent, status) is { } problem) return problem;
        if (torrent.FetchedBytes is not null) return $"{torrent.FetchedPercent} % fetched";
        return !status.IsPublic && torrent.OtherTrackers is { IsBad: true } others ? TrackerSentence.Of(others, status.UptimeSeconds) : null;
    }

    /// <summary>What is said behind a torrent's name; null when there is nothing to say.</summary>
    private static string? Remark(PublishedTorrent torrent, StatusSnapshot status)
    {
        string? trouble = Trouble(torrent, status), need = status.IsPublic ? null : NeedSentence.Of(torrent);
        return trouble is null || need is null ? trouble ?? need : $"{trouble} · {need}";
    }

    private static string Row(PublishedTorrent torrent, StatusSnapshot status, int columns)
    {
        string rate = torrent.UploadBytesPerSecond == 0 ? "-" : Quantity.Rate(torrent.UploadBytesPerSecond);
        string name = PrintableText.Of(Remark(torrent, status) is { } remark ? $"{torrent.Name} · {remark}" : torrent.Name);
        string figures = Columns(
            columns, StatusNames.Of(torrent.State), Quantity.Bytes(torrent.SizeBytes), Figure(torrent.Seeds), Figure(torrent.Leechers), Figure(torrent.Completed), Quantity.Bytes(torrent.UploadedBytes), rate);
        return figures + CellWidth.Cut(name, columns == 0 ? 0 : Math.Max(8, columns - figures.Length));
    }

    /// <summary>The columns before the name; a narrow terminal gets the few that say what is going on.</summary>
    private static string Columns(int columns, string state, string size, string seeds, string peers, string done, string sent, string rate) => columns switch
    {
        > 0 and < NarrowColumns => $"{state,-8} {peers,5} {rate,10} ",
        > 0 and < WideColumns => $"{state,-8}  {size,9}  {seeds,5}  {peers,5}  {rate,10}  ",
        _ => $"{state,-8}  {size,9}  {seeds,5}  {peers,5}  {done,5}  {sent,9}  {rate,10}  ",
    };

    private static string Figure(long count) => count.ToString(CultureInfo.InvariantCulture);
}
