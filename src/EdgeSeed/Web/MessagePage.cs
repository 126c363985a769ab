using EdgeSeed.Engine.Disks;
using EdgeSeed.Languages;
using EdgeSeed.Protocol;

namespace EdgeSeed.Web;

/// <summary>What a person sees instead of what was asked for: a heading, a sentence on what to do, and the way back.</summary>
/// <param name="heading">Writes the heading.</param>
/// <param name="sentence">Writes the sentence.</param>
internal sealed class MessagePage(MessagePage.Text heading, MessagePage.Text sentence)
{
    /// <summary>There is no such page.</summary>
    public static readonly MessagePage NoPage = new(words => words.NoPageHeading, words => words.NoPage);

    /// <summary>There is no such torrent.</summary>
    public static readonly MessagePage NoTorrent = new(words => words.NoTorrentHeading, words => words.TakenAway);

    /// <summary>There is no such file.</summary>
    public static readonly MessagePage NoFile = new(words => words.NoFileHeading, words => words.TakenAway);

    /// <summary>Everything is taken at present.</summary>
    public static readonly MessagePage Busy = new(words => words.BusyHeading, words => words.Busy);

    /// <summary>The owner, or his schedule, lets nothing out at present.</summary>
    public static readonly MessagePage Paused = new(words => words.PausedHeading, words => words.PausedForNow);

    /// <summary>Some of the file is damaged or not there yet: which piece, and the way to what else there is.</summary>
    public static MessagePage Damaged(InfoHash infoHash, RangeCheck check) => new(words => words.DamagedHeading, words => words.Damaged) { Damage = check, Torrent = infoHash };

    /// <summary>The drive does not give it.</summary>
    public static readonly MessagePage Unreadable = new(words => words.UnreadableHeading, words => words.Unreadable);

    /// <summary>There are more files than one archive may have.</summary>
    public static readonly MessagePage TooManyFiles = new(words => words.TooManyFilesHeading, words => words.TooManyFiles);

    /// <summary>Reading the torrent takes more memory than there is for it.</summary>
    public static readonly MessagePage TooLarge = new(words => words.TooLargeHeading, words => words.TooLarge);

    /// <summary>The owner's page wants its password.</summary>
    public static readonly MessagePage Login = new(words => words.LoginHeading, words => words.Login);

    /// <summary>It was tried too often.</summary>
    public static readonly MessagePage TooManyTries = new(words => words.TooManyTriesHeading, words => words.TooManyTries);

    /// <summary>A form that another site sent.</summary>
    public static readonly MessagePage ForeignForm = new(words => words.ForeignFormHeading, words => words.ForeignForm);

    /// <summary>A form with an unusable rate or time.</summary>
    public static readonly MessagePage BadLimit = new(words => words.BadLimitHeading, words => words.BadLimit);

    /// <summary>One of the texts of a language.</summary>
    internal delegate ReadOnlySpan<byte> Text(Language words);

    /// <summary>The heading in English, for programs, and which piece is damaged.</summary>
    public string InEnglish => Language.Fill(heading(Language.English)) + (Damage is null ? "" : $". {DamageIn(Language.English).TrimEnd('.')}");

    private RangeCheck? Damage { get; init; }

    private InfoHash Torrent { get; init; }

    private string DamageIn(Language words) => Damage is { } damage ? Language.Fill(words.DamagedPiece, words.Count(damage.FirstWithheld.Value), words.Count(damage.Pieces)) : "";

    /// <summary>The whole page.</summary>
    public void Write(HtmlWriter html, PageView view)
    {
        PageFrame.WriteHead(html, view, Language.Fill(heading(html.Words)), live: "");
        html.Markup("</header><main class=\"note\" id=\"list\" tabindex=\"-1\"><section class=\"card\"><h1>"u8).Say(heading(html.Words)).Markup("</h1><p>"u8).Say(sentence(html.Words)).Markup("</p>"u8);
        if (Damage is not null) html.Markup("<p>"u8).Text(DamageIn(html.Words)).Markup("</p>"u8);
        html.Markup("<p class=\"get\">"u8);
        if (Damage is not null) html.Markup("<a class=\"main\" href=\"/torrents/"u8).Text(Torrent.ToString()).Markup("#files\">"u8).Say(html.Words.OtherFiles).Markup("</a>"u8);
        html.Markup(Damage is null ? "<a class=\"main\" href=\"/\">"u8 : "<a href=\"/\">"u8).Say(html.Words.ToFrontPage).Markup("</a></p></section></main>"u8);
        PageFrame.WriteFoot(html, view);
    }
}
