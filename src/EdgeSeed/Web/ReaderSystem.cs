namespace EdgeSeed.Web;

/// <summary>What a reader's device runs, as far as it matters for which program opens a torrent there.</summary>
internal enum ReaderSystem
{
    /// <summary>Something else, or it does not say.</summary>
    Other,

    /// <summary>Android.</summary>
    Android,

    /// <summary>An iPhone or iPad: its shop has no BitTorrent program.</summary>
    Apple,

    /// <summary>Windows.</summary>
    Windows,

    /// <summary>macOS.</summary>
    Mac,

    /// <summary>Linux on a PC.</summary>
    Linux,
}

/// <summary>Reads <c>User-Agent</c>, as a hint and nothing more.</summary>
internal static class ReaderSystems
{
    /// <summary>The system that a <c>User-Agent</c> names.</summary>
    public static ReaderSystem Of(string userAgent)
    {
        // Android calls itself Linux too, and an iPhone "like Mac OS X".
        foreach ((string word, ReaderSystem system) in (ReadOnlySpan<(string, ReaderSystem)>)
            [("Android", ReaderSystem.Android), ("iPhone", ReaderSystem.Apple), ("iPad", ReaderSystem.Apple), ("Windows", ReaderSystem.Windows), ("Mac OS X", ReaderSystem.Mac), ("Linux", ReaderSystem.Linux)])
        {
            if (userAgent.Contains(word, StringComparison.Ordinal)) return system;
        }
        return ReaderSystem.Other;
    }

    /// <summary>One sentence on what torrent and magnet link are for, and which free program opens them on this system.</summary>
    public static void WriteAdvice(HtmlWriter html, ReaderSystem system)
    {
        html.Markup("<p class=\"quota\">"u8);
        if (system == ReaderSystem.Apple)
        {
            html.Say(html.Words.AdviceWithoutProgram);
        }
        else
        {
            html.Say(html.Words.Advice, system switch
            {
                ReaderSystem.Android => "LibreTorrent",
                ReaderSystem.Mac => "Transmission",
                ReaderSystem.Linux => "Transmission, qBittorrent",
                _ => "qBittorrent",
            });
        }
        html.Markup("</p>"u8);
    }
}
