using System.Globalization;
using EdgeSeed.Config.Units;
using EdgeSeed.Protocol;

namespace EdgeSeed.Owner;

/// <summary>What the owner wants done, and as one line of text, as it goes over the control socket.</summary>
/// <param name="Verb">What.</param>
/// <param name="Drive">Of <see cref="OwnerVerb.Eject"/>: its label, UUID or mount point; empty for the only one.</param>
/// <param name="InfoHash">Of <see cref="OwnerVerb.Recheck"/>.</param>
/// <param name="Rate">Of <see cref="OwnerVerb.Limit"/>: positive.</param>
/// <param name="Hours">Of <see cref="OwnerVerb.Limit"/>: from 1 to <see cref="MaxHours"/>.</param>
internal sealed record OwnerOrder(OwnerVerb Verb, string Drive = "", InfoHash InfoHash = default, ByteRate Rate = default, int Hours = 0)
{
    /// <summary>Longest time for which a rate is set by hand: a month. What is to last longer belongs into <c>seed.toml</c>.</summary>
    public const int MaxHours = 31 * 24;

    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is no such line.</summary>
    public static OwnerOrder? Parse(string line)
    {
        int blank = line.IndexOf(' ', StringComparison.Ordinal);
        (string verb, string rest) = blank < 0 ? (line, "") : (line[..blank], line[(blank + 1)..].Trim());
        return verb switch
        {
            "pause" => new(OwnerVerb.Pause),
            "resume" => new(OwnerVerb.Resume),
            "limit" => Limit(rest),
            "recheck" => InfoHash.TryParse(rest, out InfoHash infoHash) ? new(OwnerVerb.Recheck, InfoHash: infoHash) : null,
            "eject" => new(OwnerVerb.Eject, rest),
            _ => null,
        };
    }

    /// <summary>Reads a rate and hours as they are typed into a form.</summary>
    /// <param name="rate">As in <c>seed.toml</c>: <c>2 MB/s</c>.</param>
    /// <param name="hours">A whole number.</param>
    /// <returns>Null when one of them is not usable.</returns>
    public static OwnerOrder? Limit(string rate, string hours) =>
        ByteRate.TryParse(rate, out ByteRate parsed) && parsed.BytesPerSecond >= Engine.Budget.UploadBudget.MinimumBytesPerSecond
        && int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= MaxHours
            ? new(OwnerVerb.Limit, Rate: parsed, Hours: count)
            : null;

    /// <summary>One line, without its end.</summary>
    public override string ToString() => Verb switch
    {
        OwnerVerb.Pause => "pause",
        OwnerVerb.Resume => "resume",
        OwnerVerb.Limit => string.Create(CultureInfo.InvariantCulture, $"limit {Hours} {Rate}"),
        OwnerVerb.Recheck => $"recheck {InfoHash}",
        _ => $"eject {Drive}",
    };

    private static OwnerOrder? Limit(string text) => text.IndexOf(' ', StringComparison.Ordinal) is var blank and > 0 ? Limit(text[(blank + 1)..], text[..blank]) : null;
}

/// <summary>What the owner can have done.</summary>
internal enum OwnerVerb
{
    /// <summary>Send nothing of the torrents' data.</summary>
    Pause,

    /// <summary>Do again as <c>seed.toml</c> says.</summary>
    Resume,

    /// <summary>Another upload budget for some hours.</summary>
    Limit,

    /// <summary>Verify a torrent anew.</summary>
    Recheck,

    /// <summary>Let a drive go.</summary>
    Eject,
}
