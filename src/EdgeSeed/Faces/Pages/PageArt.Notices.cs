using EdgeSeed.Hardware.Displays;
using EdgeSeed.Status;

namespace EdgeSeed.Faces.Pages;

/// <summary>What somebody must see to, and what the button does.</summary>
internal static partial class PageArt
{
    /// <summary>An alarm has a lit head, so that it is told from all other pages at a glance, and as many dots as the LED blinks.</summary>
    private static void DrawAlarm(Canvas canvas, Alarm alarm, int turn)
    {
        bool isFlat = IsFlat(canvas);
        int head = isFlat ? 12 : 17;
        canvas.Fill(0, 0, canvas.Width, head);
        canvas.Draw(2, isFlat ? 1 : 4, Icon.Warning, isLit: false);
        // Capitals have nothing below the line, where a flat display's head ends.
        string title = AlarmText.Title(alarm.Code);
        canvas.Write(16, isFlat ? -1 : 1, isFlat ? title.ToUpperInvariant() : title, Font.Large, isLit: false);
        DrawText(canvas, isFlat ? head + 1 : head + 2, isFlat ? canvas.Height : canvas.Height - 6, Words(alarm), turn);
        for (int dot = 0; !isFlat && dot < AlarmText.Number(alarm.Code); dot++) canvas.Fill(dot * 8, canvas.Height - 4, 4, 4);
    }

    /// <summary>What is written on an alarm's page: what it is about, as short as can be, and what to do.</summary>
    public static string Words(Alarm alarm)
    {
        string toDo = AlarmText.ToDo(alarm.Code);
        string detail = alarm.Detail;
        // A notice is whole sentences, which say what to do.
        if (alarm.Code == AlarmCode.Card && detail.Length > 0) return detail;
        int colon = detail.IndexOf(':', StringComparison.Ordinal);
        // A drive's name is enough here, and a file is known without its folder; the web page has the rest.
        if (colon > 0 && alarm.Code == AlarmCode.DriveErrors) detail = detail[..colon];
        else if (colon > 0 && detail.StartsWith('/')) detail = detail[(detail.LastIndexOf('/', colon) + 1)..];
        return detail.Length == 0 ? toDo : $"{detail}. {toDo}";
    }

    private static void DrawProblem(Canvas canvas, string problem, int turn)
    {
        int y = DrawHead(canvas, Icon.Warning, "Please look", "");
        DrawText(canvas, y, canvas.Height, problem, turn);
    }

    private static void DrawHolding(Canvas canvas, double held)
    {
        int y = DrawHead(canvas, Icon.Eject, "Keep holding", "");
        if (!IsFlat(canvas))
        {
            canvas.Write(0, y + 2, "to eject", Font.Large);
            y += 24;
        }
        canvas.Bar(0, y, canvas.Width, 12, (long)(Math.Clamp(held, 0, 1) * 1000), 1000);
    }

    private static void DrawStopping(Canvas canvas)
    {
        bool isFlat = IsFlat(canvas);
        canvas.Write(0, isFlat ? 0 : 8, "Stopping", Font.Large);
        if (isFlat) canvas.Write(0, 19, "Wait until it is dark", Font.Small);
        else DrawText(canvas, 32, canvas.Height, "Pull the power plug only when this display is dark.", 0);
    }
}
