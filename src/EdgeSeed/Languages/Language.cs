using System.Text;

namespace EdgeSeed.Languages;

/// <summary>
/// A language of the page: each is one file with one text a line, and <see cref="All"/> lists it. What a language lacks, the compiler names. Whole
/// sentences only, since the order of words differs.
/// </summary>
internal abstract partial class Language
{
    /// <summary>In the configuration: whatever the browser asks for.</summary>
    public const string Auto = "auto";

    /// <summary>What terminal, display and figures for programs speak, and who asks for none of the others.</summary>
    public static readonly Language English = new English();

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<Language> All = [English, new Indonesian(), new Spanish(), new French(), new Arabic(), new Hindi()];

    /// <summary>As in <c>Accept-Language</c> and HTML (BCP 47).</summary>
    public abstract string Tag { get; }

    /// <summary>Whether it is written from right to left.</summary>
    public virtual bool IsFromRight => false;

    /// <summary>Before the decimals of a number.</summary>
    public abstract char DecimalSeparator { get; }

    /// <summary>Between the thousands of a number.</summary>
    public abstract char GroupSeparator { get; }

    /// <summary>Days, hours, minutes and seconds, a space between each two.</summary>
    public abstract string TimeUnits { get; }

    /// <summary>After a number of bytes below a kilobyte.</summary>
    public abstract string ByteUnit { get; }

    /// <summary>Units of a size or rate: <c>12 KB/s</c>, <c>3 bytes</c>.</summary>
    public virtual string Size(string inEnglish) => inEnglish.Replace("bytes", ByteUnit, StringComparison.Ordinal);

    /// <summary><c>1 torrent</c>, <c>2 torrents</c>.</summary>
    public string TorrentCount(long count) => Counted(count, OneTorrent, ManyTorrents);

    /// <summary><c>1 peer</c>, <c>2 peers</c>.</summary>
    public string PeerCount(long count) => Counted(count, OnePeer, ManyPeers);

    /// <summary><c>1 announce</c>, <c>2 announces</c>.</summary>
    public string AnnounceCount(long count) => Counted(count, OneAnnounce, ManyAnnounces);

    /// <summary><c>1 problem</c>, <c>2 problems</c>.</summary>
    public string ProblemCount(long count) => Counted(count, OneProblem, ManyProblems);

    /// <summary>A text with what belongs in its places.</summary>
    /// <param name="text">One of the texts, in UTF-8.</param>
    /// <param name="first">For <c>{0}</c>.</param>
    /// <param name="second">For <c>{1}</c>.</param>
    public static string Fill(ReadOnlySpan<byte> text, string first = "", string second = "") =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, Encoding.UTF8.GetString(text), first, second);

    private string Counted(long count, ReadOnlySpan<byte> one, ReadOnlySpan<byte> many) => count == 1 ? Encoding.UTF8.GetString(one) : Fill(many, Count(count));
}
