using EdgeSeed.Engine.PortMapping;
using EdgeSeed.Status;
using EdgeSeed.Terminal;

namespace EdgeSeed.Web;

internal static partial class StatusPage
{
    /// <summary>What the box itself does: upload and its budget, drives, spread, memory and network.</summary>
    private static void WritePanels(HtmlWriter html, PageView view)
    {
        StatusSnapshot status = view.Status;
        html.Markup("<section class=\"card\" id=\"u\""u8).Markup(status.IsTrackerOnly ? " hidden><h2>"u8 : "><h2>"u8).Say("Upload"u8, "Unggahan"u8).Markup("</h2>"u8);
        WriteUpload(html, status);
        html.Markup("</section><section class=\"card\" id=\"d\""u8).Markup(status.Drives.Count == 0 ? " hidden>"u8 : ">"u8);
        WriteDrives(html, status);
        html.Markup("</section><section class=\"card\" id=\"b\"><h2>"u8).Say("This box"u8, "Perangkat ini"u8).Markup("</h2>"u8);
        WriteBox(html, view);
        html.Markup("</section>"u8);
    }

    private static void WriteUpload(HtmlWriter html, StatusSnapshot status)
    {
        BudgetStatus budget = status.Budget;
        html.Markup("<p class=\"big\"><b>"u8).Rate(status.Upload.BytesPerSecond).Markup("</b> "u8);
        if (budget.LimitBytesPerSecond is 0) html.Say("paused by the schedule"u8, "dijeda oleh jadwal"u8);
        else if (budget.LimitBytesPerSecond is { } limit) html.Say("of "u8, "dari "u8).Rate(limit);
        html.Markup("</p>"u8);
        RateGraph.Write(html, status);
        html.Markup("<dl>"u8);
        Open(html, "Peers"u8, "Peer"u8).Count(status.Upload.Peers);
        Open(Close(html), "Sent"u8, "Terkirim"u8).Bytes(status.Upload.TotalBytes);
        if (budget.Window is { } window) Open(Close(html), "Hours"u8, "Jam"u8).Markup("<span lang=\"en\">"u8).Text(window).Markup("</span>"u8);
        if (status.Tracker.SwarmBytes > 0)
        {
            Open(Close(html), "Received by everybody"u8, "Diterima semua orang"u8).Bytes(status.Tracker.SwarmBytes);
            if (status.Tracker.Amplification > 1)
                html.Markup("<br>"u8).Text(LocalFigure.Decimal(status.Tracker.Amplification, html.IsIndonesian)).Say(" times what was sent from here"u8, " kali yang terkirim dari sini"u8);
        }
        Close(html).Markup("</dl>"u8);
        WriteQuota(html, budget.Day, "Today"u8, "Hari ini"u8);
        WriteQuota(html, budget.Month, "This month"u8, "Bulan ini"u8);
    }

    private static void WriteQuota(HtmlWriter html, QuotaStatus? quota, ReadOnlySpan<byte> inEnglish, ReadOnlySpan<byte> inIndonesian)
    {
        if (quota is null) return;
        html.Markup("<p class=\"quota\">"u8).Say(inEnglish, inIndonesian).Markup(": "u8).Bytes(quota.UsedBytes).Say(" of "u8, " dari "u8).Bytes(quota.LimitBytes)
            .Markup("</p><progress aria-label=\""u8).Say(inEnglish, inIndonesian).Markup("\" max=\""u8).Number(Math.Max(1, quota.LimitBytes))
            .Markup("\" value=\""u8).Number(Math.Min(quota.UsedBytes, quota.LimitBytes)).Markup("\"></progress>"u8);
    }

    private static void WriteDrives(HtmlWriter html, StatusSnapshot status)
    {
        html.Markup("<h2>"u8).Say("Drives and folders"u8, "Drive dan folder"u8).Markup("</h2><ul>"u8);
        foreach (DriveStatus drive in status.Drives)
        {
            html.Markup("<li class=\"drive\"><b>"u8).Text(drive.Name).Markup("</b><span"u8).Markup(drive.State == DriveState.Failing ? " class=\"bad\">"u8 : ">"u8);
            SayState(html, drive);
            html.Markup("</span>"u8);
            if (drive is { State: DriveState.Scanning or DriveState.Hashing, Total: > 0 })
                html.Markup("<progress aria-label=\""u8).Text(drive.Name).Markup("\" max=\""u8).Number(drive.Total).Markup("\" value=\""u8).Number(drive.Done).Markup("\"></progress>"u8);
            if (drive.Problem is { } problem) html.Markup("<p class=\"warn\" lang=\"en\">"u8).Text(problem).Markup("</p>"u8);
            html.Markup("</li>"u8);
        }
        html.Markup("</ul>"u8);
    }

    private static void SayState(HtmlWriter html, DriveStatus drive)
    {
        switch (drive.State)
        {
            case DriveState.Absent: html.Say("away; its torrents wait"u8, "tidak terpasang; torrent-nya menunggu"u8); break;
            case DriveState.Mounting: html.Say("being opened"u8, "sedang dibuka"u8); break;
            case DriveState.Scanning: html.Say("being searched, "u8, "sedang dicari, "u8).Count(drive.Done).Say(" of "u8, " dari "u8).Count(drive.Total); break;
            case DriveState.Hashing:
                html.Say("being read, "u8, "sedang dibaca, "u8).Count(drive.Done).Say(" of "u8, " dari "u8).Count(drive.Total);
                if (drive.SecondsLeft is { } left) html.Say(", "u8, ", sisa "u8).Duration(left).Say(" left"u8, ""u8);
                break;
            case DriveState.Ready:
                html.Count(drive.Torrents).Say(drive.Torrents == 1 ? " torrent"u8 : " torrents"u8, " torrent"u8);
                if (drive.IsAsleep) html.Say(", asleep"u8, ", tidur"u8);
                break;
            case DriveState.Failing: html.Say("fails to read, for "u8, "gagal dibaca, sejak "u8).Duration(drive.SinceSeconds).Say(""u8, " lalu"u8); break;
            case DriveState.Ejecting: html.Say("being let go"u8, "sedang dilepas"u8); break;
            default: html.Say("may be pulled out"u8, "boleh dicabut"u8); break;
        }
    }

    private static void WriteBox(HtmlWriter html, PageView view)
    {
        StatusSnapshot status = view.Status;
        html.Markup("<dl>"u8);
        Open(html, "Running for"u8, "Menyala selama"u8).Duration(status.UptimeSeconds);
        Open(Close(html), "Memory"u8, "Memori"u8).Bytes(status.Memory.ResidentBytes).Say(" of "u8, " dari "u8).Bytes(status.Memory.LimitBytes);
        if (status.IsTrackerOnly) Open(Close(html), "Torrents tracked"u8, "Torrent dilacak"u8).Count(status.Tracker.Torrents);
        Open(Close(html), "Announces"u8, "Announce"u8).Count(status.Tracker.Announces);
        Open(Close(html), "Peers known"u8, "Peer dikenal"u8).Count(status.Tracker.Peers);
        if (status.Network.Addresses.Count > 0)
        {
            Open(Close(html), "Address"u8, "Alamat"u8);
            for (int i = 0; i < status.Network.Addresses.Count; i++) html.Markup(i == 0 ? ""u8 : "<br>"u8).Text(status.Network.Addresses[i]);
        }
        if (status.PortMapping is { } mapping) WriteRouter(Open(Close(html), "Router"u8, "Router"u8), mapping);
        Close(html).Markup("</dl>"u8);
        if (view.Tracker.Length > 0 && !status.IsTrackerOnly) html.Markup("<p class=\"quota\">Tracker</p><code>"u8).Text(view.Tracker).Markup("</code>"u8);
    }

    private static void WriteRouter(HtmlWriter html, PortMappingStatus mapping)
    {
        switch (mapping.State)
        {
            case PortMappingState.Asking: html.Say("being asked"u8, "sedang ditanya"u8); break;
            case PortMappingState.Mapped:
                html.Say("ports open"u8, "port terbuka"u8);
                if (mapping.ExternalAddress is { } address) html.Markup("<br>"u8).Text(address.ToString());
                break;
            default: html.Say("ports closed"u8, "port tertutup"u8); break;
        }
    }

    private static HtmlWriter Open(HtmlWriter html, ReadOnlySpan<byte> inEnglish, ReadOnlySpan<byte> inIndonesian) =>
        html.Markup("<div><dt>"u8).Say(inEnglish, inIndonesian).Markup("</dt><dd>"u8);

    private static HtmlWriter Close(HtmlWriter html) => html.Markup("</dd></div>"u8);
}
