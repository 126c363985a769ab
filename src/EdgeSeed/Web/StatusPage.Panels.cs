using EdgeSeed.Engine.PortMapping;
using EdgeSeed.Status;

namespace EdgeSeed.Web;

internal static partial class StatusPage
{
    /// <summary>What the box itself does: upload and its budget, drives, spread, memory and network.</summary>
    public static void WritePanels(HtmlWriter html, PageView view)
    {
        StatusSnapshot status = view.Status;
        html.Markup("<section class=\"card\" id=\"u\""u8).Markup(status.IsTrackerOnly ? " hidden><h2>"u8 : "><h2>"u8).Say(html.Words.Upload).Markup("</h2>"u8);
        WriteUpload(html, status);
        html.Markup("</section><section class=\"card\" id=\"d\""u8).Markup(status.Drives.Count == 0 ? " hidden>"u8 : ">"u8);
        WriteDrives(html, view);
        html.Markup("</section><section class=\"card\" id=\"b\"><h2>"u8).Say(html.Words.ThisBox).Markup("</h2>"u8);
        WriteBox(html, view);
        html.Markup("</section>"u8);
    }

    private static void WriteUpload(HtmlWriter html, StatusSnapshot status)
    {
        BudgetStatus budget = status.Budget;
        html.Markup("<p class=\"big\"><b>"u8).Rate(status.Upload.BytesPerSecond).Markup("</b> "u8);
        if (budget.LimitBytesPerSecond is 0) html.Say(budget.Hold is { BytesPerSecond: 0 } ? html.Words.PausedByHand : html.Words.PausedBySchedule);
        else if (budget.LimitBytesPerSecond is { } limit) html.Say(html.Words.OfLimit, html.Words.Rate(limit));
        html.Markup("</p>"u8);
        RateGraph.Write(html, status);
        html.Markup("<dl>"u8);
        Open(html, html.Words.PeersConnected).Count(status.Upload.Peers);
        Open(Close(html), html.Words.Sent).Bytes(status.Upload.TotalBytes);
        if (budget.Window is { } window) Open(Close(html), html.Words.Hours).Markup("<span lang=\"en\">"u8).Text(window).Markup("</span>"u8);
        if (status.Tracker.SwarmBytes > 0)
        {
            Open(Close(html), html.Words.ReceivedByEverybody).Bytes(status.Tracker.SwarmBytes);
            if (status.Tracker.Amplification > 1)
                html.Markup("<br>"u8).Say(html.Words.TimesSent, html.Words.Decimal(status.Tracker.Amplification));
        }
        Close(html).Markup("</dl>"u8);
        WriteQuota(html, budget.Day, html.Words.Today);
        WriteQuota(html, budget.Month, html.Words.ThisMonth);
    }

    private static void WriteQuota(HtmlWriter html, QuotaStatus? quota, ReadOnlySpan<byte> span)
    {
        if (quota is null) return;
        html.Markup("<p class=\"quota\">"u8).Say(span).Markup(": "u8).Say(html.Words.UsedOf, html.Words.Bytes(quota.UsedBytes), html.Words.Bytes(quota.LimitBytes))
            .Markup("</p><progress aria-label=\""u8).Say(span).Markup("\" max=\""u8).Number(Math.Max(1, quota.LimitBytes))
            .Markup("\" value=\""u8).Number(Math.Min(quota.UsedBytes, quota.LimitBytes)).Markup("\"></progress>"u8);
    }

    private static void WriteDrives(HtmlWriter html, PageView view)
    {
        html.Markup("<h2>"u8).Say(html.Words.DrivesAndFolders).Markup("</h2><ul>"u8);
        foreach (DriveStatus drive in view.Status.Drives)
        {
            html.Markup("<li class=\"drive\"><b dir=\"auto\">"u8).Text(drive.Name).Markup("</b><span"u8).Markup(drive.State == DriveState.Failing ? " class=\"bad\">"u8 : ">"u8);
            SayState(html, drive);
            html.Markup("</span>"u8);
            if (drive is { State: DriveState.Scanning or DriveState.Hashing, Total: > 0 })
                html.Markup("<progress aria-label=\""u8).Text(drive.Name).Markup("\" max=\""u8).Number(drive.Total).Markup("\" value=\""u8).Number(drive.Done).Markup("\"></progress>"u8);
            if (drive.Problem is { } problem) html.Markup("<p class=\"warn\" lang=\"en\">"u8).Text(problem).Markup("</p>"u8);
            if (view.OwnerToken is not null) WriteOwners(html, view, drive);
            html.Markup("</li>"u8);
        }
        html.Markup("</ul>"u8);
    }

    /// <summary>What of a drive is for its owner: where it is, and the way to let it go.</summary>
    private static void WriteOwners(HtmlWriter html, PageView view, DriveStatus drive)
    {
        if (drive.Path.Length > 0 && drive.IsRemovable) html.Markup("<code>"u8).Text(drive.Path).Markup("</code>"u8);
        if (!drive.IsRemovable || drive.State is DriveState.Absent or DriveState.SafeToRemove or DriveState.Ejecting or DriveState.Mounting) return;
        OwnerPage.Open(html, view, "act");
        html.Markup("<button name=\"do\" value=\"eject "u8).Text(drive.Id).Markup("\">"u8).Say(html.Words.LetGo).Markup("</button></form>"u8);
    }

    private static void SayState(HtmlWriter html, DriveStatus drive)
    {
        switch (drive.State)
        {
            case DriveState.Absent: html.Say(html.Words.DriveAway); break;
            case DriveState.Mounting: html.Say(html.Words.DriveOpening); break;
            case DriveState.Scanning: html.Say(html.Words.DriveSearched, html.Words.Count(drive.Done), html.Words.Count(drive.Total)); break;
            case DriveState.Hashing:
                html.Say(html.Words.DriveRead, html.Words.Count(drive.Done), html.Words.Count(drive.Total));
                if (drive.SecondsLeft is { } left) html.Markup(", "u8).Say(html.Words.TimeLeft, html.Words.Duration(left));
                break;
            case DriveState.Ready:
                html.Text(html.Words.TorrentCount(drive.Torrents));
                if (drive.IsAsleep) html.Markup(", "u8).Say(html.Words.DriveAsleep);
                break;
            case DriveState.Failing: html.Say(html.Words.DriveFails, html.Words.Duration(drive.SinceSeconds)); break;
            case DriveState.Ejecting: html.Say(html.Words.DriveLetGo); break;
            default: html.Say(html.Words.DriveRemovable); break;
        }
    }

    private static void WriteBox(HtmlWriter html, PageView view)
    {
        StatusSnapshot status = view.Status;
        html.Markup("<dl>"u8);
        Open(html, html.Words.RunningFor).Duration(status.UptimeSeconds);
        if (!status.IsPublic) Open(Close(html), html.Words.Memory).Say(html.Words.UsedOf, html.Words.Bytes(status.Memory.ResidentBytes), html.Words.Bytes(status.Memory.LimitBytes));
        if (status.IsTrackerOnly) Open(Close(html), html.Words.TorrentsTracked).Count(status.Tracker.Torrents);
        Open(Close(html), html.Words.Announces).Count(status.Tracker.Announces);
        Open(Close(html), html.Words.PeersKnown).Count(status.Tracker.Peers);
        if (status.Network.Addresses.Count > 0)
        {
            Open(Close(html), html.Words.Address);
            for (int i = 0; i < status.Network.Addresses.Count; i++) html.Markup(i == 0 ? ""u8 : "<br>"u8).Text(status.Network.Addresses[i]);
        }
        if (status.PortMapping is { } mapping) WriteRouter(Open(Close(html), html.Words.Router), mapping);
        if (view.OwnerToken is not null && status.Dht is { } dht)
            Open(Close(html), "DHT"u8).Markup("<span lang=\"en\">"u8).Text(DhtSentence.Of(dht)).Markup("</span>"u8);
        Close(html).Markup("</dl>"u8);
    }

    private static void WriteRouter(HtmlWriter html, PortMappingStatus mapping)
    {
        switch (mapping.State)
        {
            case PortMappingState.Asking: html.Say(html.Words.RouterAsked); break;
            case PortMappingState.Mapped:
                html.Say(html.Words.PortsOpen);
                if (mapping.ExternalAddress is { } address) html.Markup("<br>"u8).Text(address.ToString());
                break;
            default: html.Say(html.Words.PortsClosed); break;
        }
    }

    private static HtmlWriter Open(HtmlWriter html, ReadOnlySpan<byte> label) =>
        html.Markup("<div><dt>"u8).Say(label).Markup("</dt><dd>"u8);

    private static HtmlWriter Close(HtmlWriter html) => html.Markup("</dd></div>"u8);
}
