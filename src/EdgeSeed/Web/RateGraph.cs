using EdgeSeed.Status;

namespace EdgeSeed.Web;

/// <summary>The upload rate of the last half hour as an SVG drawing of its own, without colours: the style sheet gives them.</summary>
internal static class RateGraph
{
    private const int Height = 60;

    /// <summary>Draws it; nothing before the second figure, or while nothing was sent.</summary>
    public static void Write(HtmlWriter html, StatusSnapshot status)
    {
        IReadOnlyList<long> rates = status.Rates.BytesPerSecond;
        long most = 0;
        foreach (long rate in rates) most = Math.Max(most, rate);
        if (rates.Count < 2 || most == 0) return;
        // A limit far above what is sent would press the curve to the ground.
        long limit = status.Budget.LimitBytesPerSecond ?? 0;
        bool showsLimit = limit > 0 && limit <= 4 * most;
        long top = showsLimit ? Math.Max(limit, most) : most;
        html.Markup("<svg class=\"graph\" viewBox=\"0 -2 "u8).Number(RateHistory.MaxFigures - 1).Markup(" 64\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\""u8)
            .Say(html.Words.UploadGraph, html.Words.Duration(rates.Count * status.Rates.IntervalSeconds), html.Words.Rate(most)).Markup("\">"u8);
        html.Markup("<path class=\"area\" d=\""u8);
        WriteCurve(html, rates, top);
        html.Markup("V60H"u8).Number(RateHistory.MaxFigures - rates.Count).Markup("z\"/><path class=\"curve\" d=\""u8);
        WriteCurve(html, rates, top);
        html.Markup("\"/>"u8);
        if (showsLimit) html.Markup("<path class=\"limit\" d=\"M0 "u8).Number(Height - (limit * Height / top)).Markup("H179\"/>"u8);
        html.Markup("</svg>"u8);
    }

    private static void WriteCurve(HtmlWriter html, IReadOnlyList<long> rates, long top)
    {
        for (int i = 0; i < rates.Count; i++)
        {
            html.Markup(i == 0 ? "M"u8 : "L"u8).Number(RateHistory.MaxFigures - rates.Count + i).Markup(" "u8)
                .Number(Height - (long)((double)rates[i] * Height / top));
        }
    }
}
