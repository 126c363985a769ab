using System.Globalization;
using EdgeSeed.Config;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Terminal;

namespace EdgeSeed.Status;

/// <summary>Why a torrent gets the part of a limited upload that it gets.</summary>
internal enum NeedReason
{
    /// <summary>Nobody else has all of it.</summary>
    OnlyHere,

    /// <summary>A few others have it.</summary>
    Few,

    /// <summary>Others serve it well.</summary>
    Many,

    /// <summary>It was given as often as the owner wanted.</summary>
    Given,
}

/// <summary>What a torrent gets of the upload, and why, for its owner.</summary>
internal static class NeedSentence
{
    /// <summary>From so many copies on others serve a torrent well.</summary>
    private const double ManyCopies = 5;

    /// <summary>Why a torrent gets its part.</summary>
    public static NeedReason ReasonOf(NeedStatus need) =>
        need.IsShared ? NeedReason.Given : need.Copies < 1 ? NeedReason.OnlyHere : need.Copies < ManyCopies ? NeedReason.Few : NeedReason.Many;

    /// <summary>The reason as a word for programs.</summary>
    public static string NameOf(NeedReason reason) => reason switch
    {
        NeedReason.OnlyHere => "only_here",
        NeedReason.Few => "few",
        NeedReason.Many => "many",
        _ => "given",
    };

    /// <summary>The sentence, without a full stop; null when there is nothing to say.</summary>
    public static string? Of(PublishedTorrent torrent)
    {
        TorrentConfig wish = torrent.Wish;
        if (wish.Paused) return "paused in seed.toml";
        string limit = wish.Upload.IsUnlimited ? "" : $"at most {Quantity.Rate(wish.Upload.BytesPerSecond)}";
        if (torrent.Need is not { } need) return limit.Length > 0 ? limit : null;
        string why = ReasonOf(need) switch
        {
            NeedReason.OnlyHere => "nobody else has it",
            NeedReason.Given => "given as often as you wanted",
            _ => $"others have {Quantity.Count((long)need.Copies, "copy", "copies")}",
        };
        string weight = wish.Weight == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", weight {wish.Weight:0.###}");
        string part = string.Create(CultureInfo.InvariantCulture, $"{need.Part * 100:0.#} % of the upload ({why}{weight})");
        return limit.Length > 0 ? $"{part}, {limit}" : part;
    }
}
