using EdgeSeed.Hardware.Displays;
using EdgeSeed.Status;
using EdgeSeed.Terminal;

namespace EdgeSeed.Faces.Pages;

/// <summary>Drives, and what is read from them.</summary>
internal static partial class PageArt
{
    private static void DrawDrive(Canvas canvas, DriveStatus drive, int turn)
    {
        bool isFlat = IsFlat(canvas);
        int y = DrawHead(canvas, drive.IsRemovable ? Icon.Drive : Icon.Files, drive.Name, isFlat ? "" : $"{drive.Torrents}");
        ReadOnlySpan<ushort> icon = drive.State switch
        {
            DriveState.Ready => Icon.Tick,
            DriveState.SafeToRemove or DriveState.Ejecting => Icon.Eject,
            DriveState.Failing => Icon.Warning,
            DriveState.Absent => Icon.Cross,
            _ => Icon.Busy,
        };
        canvas.Draw(0, y + 3, icon);
        canvas.Write(14, y, Title(drive.State), Font.Large);
        if (isFlat) return;
        y += 20;
        if (drive is { State: DriveState.Scanning or DriveState.Hashing, Total: > 0 })
        {
            canvas.Bar(0, y, canvas.Width, 9, drive.Done, drive.Total);
            y += 13;
        }
        DrawText(canvas, y, canvas.Height, Explain(drive), turn);
    }

    private static string Title(DriveState state) => state switch
    {
        DriveState.Absent => "Unplugged",
        DriveState.Mounting => "Plugged in",
        DriveState.Scanning => "Searching",
        DriveState.Hashing => "Checking",
        DriveState.Ready => "Ready",
        DriveState.Failing => "Read errors",
        DriveState.Ejecting => "Letting go",
        _ => "Unplug me",
    };

    private static string Explain(DriveStatus drive) => drive switch
    {
        { State: DriveState.Absent, Torrents: > 0 } => $"{Quantity.Count(drive.Torrents, "torrent")} come back with it.",
        { State: DriveState.Absent } => "It was here before.",
        { State: DriveState.Mounting } => "One moment.",
        { State: DriveState.Scanning or DriveState.Hashing, SecondsLeft: { } left } => $"{drive.Done} of {drive.Total}, {Quantity.Duration(TimeSpan.FromSeconds(left))} left",
        { State: DriveState.Scanning or DriveState.Hashing } => $"{drive.Done} of {Quantity.Count(drive.Total, "torrent")}",
        { State: DriveState.Ready } => $"{Quantity.Count(drive.Torrents, "torrent")} shared from it.",
        { State: DriveState.Failing } => drive.Problem ?? "It fails to read.",
        { State: DriveState.Ejecting } => "Please wait: files are being closed.",
        _ => "It is safe to pull it out now.",
    };

    private static void DrawHashing(Canvas canvas, HashingStatus hashing)
    {
        bool isFlat = IsFlat(canvas);
        long percent = hashing.BytesTotal == 0 ? 100 : Math.Min(100, hashing.BytesDone * 100 / hashing.BytesTotal);
        int y = DrawHead(canvas, Icon.Busy, isFlat ? hashing.Name : "Checking", isFlat ? $"{percent} %" : hashing.Waiting == 0 ? "" : $"{hashing.Waiting} more");
        if (!isFlat)
        {
            canvas.Write(0, y, hashing.Name, Font.Small);
            canvas.Write(0, y + 27, $"{percent} %", Font.Large);
            canvas.WriteRight(canvas.Width, y + 31, $"of {Quantity.Bytes(hashing.BytesTotal)}", Font.Small);
            y += 12;
        }
        canvas.Bar(0, y + 1, canvas.Width, 11, hashing.BytesDone, hashing.BytesTotal);
    }
}
