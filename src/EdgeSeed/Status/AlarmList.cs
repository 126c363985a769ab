namespace EdgeSeed.Status;

/// <summary>Decides which alarms there are: the one place that LEDs, display, page and terminal agree by.</summary>
internal static class AlarmList
{
    /// <summary>The alarms of a snapshot, by number.</summary>
    /// <param name="status">Everything but its alarms.</param>
    /// <param name="configProblem">What is wrong with the configuration file as it is now; null when nothing is.</param>
    /// <param name="notice">What the system around the service has to say (<c>notice.txt</c>); null when nothing.</param>
    /// <param name="needsDrive">Whether drives are the only thing that is published.</param>
    /// <param name="failedPart">A part of the program that failed and was not begun again yet; null while all run.</param>
    public static List<Alarm> Of(StatusSnapshot status, string? configProblem, string? notice, bool needsDrive, string? failedPart = null)
    {
        var alarms = new List<Alarm>();
        if (configProblem is not null) alarms.Add(new Alarm(AlarmCode.Config, configProblem));
        if (notice is not null) alarms.Add(new Alarm(AlarmCode.Card, notice));
        if (NoDrive(status, needsDrive) is { } absent) alarms.Add(new Alarm(AlarmCode.NoDrive, absent));
        if (Failing(status) is { } failing) alarms.Add(new Alarm(AlarmCode.DriveErrors, failing));
        if (status.Network.IsMissing) alarms.Add(new Alarm(AlarmCode.NoNetwork, status.Network.WaitingFor ?? ""));
        if (status.Budget.IsSpent) alarms.Add(new Alarm(AlarmCode.BudgetSpent, ""));
        if (status.Memory.IsShort) alarms.Add(new Alarm(AlarmCode.MemoryLimit, ""));
        if (failedPart is not null) alarms.Add(new Alarm(AlarmCode.PartFailed, failedPart));
        return alarms;
    }

    /// <summary>The drive that is missed; empty when it has no name, null when none is missed.</summary>
    private static string? NoDrive(StatusSnapshot status, bool needsDrive)
    {
        bool anyPresent = false;
        foreach (DriveStatus drive in status.Drives)
        {
            if (!drive.IsRemovable) continue;
            if (drive is { State: DriveState.Absent, Torrents: > 0 }) return drive.Name;
            anyPresent |= drive.State != DriveState.Absent;
        }
        return needsDrive && !anyPresent ? "" : null;
    }

    private static string? Failing(StatusSnapshot status)
    {
        foreach (DriveStatus drive in status.Drives)
            if (drive.State == DriveState.Failing) return drive.Problem is null ? drive.Name : $"{drive.Name}: {drive.Problem}";
        foreach (PublishedTorrent torrent in status.Torrents)
            if (torrent.IsUnreadable) return torrent.Entry.Name;
        return null;
    }
}

/// <summary>One thing that a person must see to.</summary>
/// <param name="Code">Which kind; the smaller number is shown first where there is room for one.</param>
/// <param name="Detail">What it is about, for those who know more: a place in the file, a drive's name; empty when there is nothing to add.</param>
internal sealed record Alarm(AlarmCode Code, string Detail)
{
    /// <summary>What is wrong and what to do, in English.</summary>
    public string Sentence => $"{AlarmText.What(Code)} {AlarmText.ToDo(Code)}";
}
