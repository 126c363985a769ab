using System.Globalization;
using EdgeSeed.Hardware.Displays;
using EdgeSeed.Status;
using EdgeSeed.Terminal;

namespace EdgeSeed.Faces.Pages;

/// <summary>What is sent, and what may be.</summary>
internal static partial class PageArt
{
    private static void DrawRate(Canvas canvas, StatusSnapshot status)
    {
        string rate = Quantity.Rate(status.Upload.BytesPerSecond);
        if (IsFlat(canvas))
        {
            canvas.Draw(0, 3, Icon.Up);
            canvas.Write(14, 0, rate, Font.Large);
            canvas.WriteRight(canvas.Width, 3, LimitText(status.Budget), Font.Small);
            DrawRates(canvas, 17, 15, status.Rates);
            return;
        }
        int y = DrawHead(canvas, Icon.Up, "Sending", Quantity.Bytes(status.Budget.SentBytes));
        canvas.Write(0, y, rate, Font.Large);
        y += 17;
        DrawBudget(canvas, y, status.Budget, status.Upload.BytesPerSecond);
        DrawRates(canvas, y + 12, canvas.Height - y - 12, status.Rates);
    }

    private static void DrawBudget(Canvas canvas, int y, BudgetStatus budget, long rate)
    {
        (string text, long part, long whole) = budget switch
        {
            { Day: { } day } => ($"Today {Share(day)} of {Quantity.Bytes(day.LimitBytes)}", day.UsedBytes, day.LimitBytes),
            { Month: { } month } => ($"Month {Share(month)} of {Quantity.Bytes(month.LimitBytes)}", month.UsedBytes, month.LimitBytes),
            { LimitBytesPerSecond: { } limit } => ($"of {Quantity.Rate(limit)}", rate, limit),
            _ => ("no limit set", 0L, 0L),
        };
        int end = canvas.Write(0, y, text, Font.Small) + 3;
        int width = canvas.Width - end;
        if (whole > 0 && width >= 16) canvas.Bar(end, y + 1, width, 8, part, whole);
    }

    private static string Share(QuotaStatus quota) => $"{Math.Min(100, quota.UsedBytes * 100 / Math.Max(1, quota.LimitBytes))} %";

    private static string LimitText(BudgetStatus budget) => budget switch
    {
        { Day: { } day } => Share(day),
        { Month: { } month } => Share(month),
        { LimitBytesPerSecond: { } limit } => ShortRate(limit),
        _ => "",
    };

    /// <summary>A rate in at most seven characters: <c>850K/s</c>, <c>1.2M/s</c>.</summary>
    private static string ShortRate(long bytesPerSecond)
    {
        int unit = 0;
        double figure = bytesPerSecond;
        while (figure >= 999.5 && unit < 4)
        {
            figure /= 1000;
            unit++;
        }
        string digits = unit > 0 && figure < 9.95 ? figure.ToString("0.#", CultureInfo.InvariantCulture) : $"{(int)Math.Round(figure)}";
        return $"{digits}{"BKMGT"[unit]}/s";
    }

    private static void DrawRates(Canvas canvas, int y, int height, RateStatus rates)
    {
        Span<long> figures = stackalloc long[Canvas.MaxWidth];
        int count = Math.Min(figures.Length, rates.BytesPerSecond.Count);
        for (int i = 0; i < count; i++) figures[i] = rates.BytesPerSecond[rates.BytesPerSecond.Count - count + i];
        canvas.Sparkline(0, y, canvas.Width, height, figures[..count]);
    }
}
