namespace EdgeSeed.Tracker.Announces;

/// <summary>What clients are told when they are refused; they show it to their users.</summary>
internal static class RefusalText
{
    /// <summary>Scrapes are switched off.</summary>
    public static ReadOnlySpan<byte> NoScrapes => "this tracker does not answer scrapes"u8;

    /// <summary>A refusal as a sentence, ASCII.</summary>
    public static ReadOnlySpan<byte> Of(Refusal refusal) => refusal switch
    {
        Refusal.NotServed => "this tracker does not serve this torrent"u8,
        Refusal.TooOften => "too many requests from your address; try again later"u8,
        Refusal.Hidden => "this tracker is behind a proxy that its tracker.trusted_proxies does not name"u8,
        Refusal.Unnamed => "the proxy in front of this tracker does not say who asks: its X-Forwarded-For names no address of a client"u8,
        _ => "served"u8,
    };
}

/// <summary>Why a request was not served.</summary>
public enum Refusal : byte
{
    /// <summary>It was served.</summary>
    None,

    /// <summary>The policy does not allow the torrent.</summary>
    NotServed,

    /// <summary>The source has asked more often than it may.</summary>
    TooOften,

    /// <summary>A proxy that is not trusted has passed it on.</summary>
    Hidden,

    /// <summary>A trusted proxy has passed it on, and does not say for whom.</summary>
    Unnamed,
}
