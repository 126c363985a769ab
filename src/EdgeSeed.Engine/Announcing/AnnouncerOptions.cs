namespace EdgeSeed.Engine.Announcing;

/// <summary>What bounds an <see cref="Announcer"/>.</summary>
public sealed record AnnouncerOptions
{
    /// <summary>Torrents at most, a hybrid being one; default 20,000. When full, adding is refused.</summary>
    public int MaxTorrents { get; init; } = 20_000;

    /// <summary>Trackers of one torrent; default 20. Those listed after are not announced to.</summary>
    public int MaxTrackersTorrent { get; init; } = 20;

    /// <summary>Different tracker addresses over all torrents; default 20,000. When full, a torrent does without its new ones.</summary>
    public int MaxTrackers { get; init; } = 20_000;

    /// <summary>Announces under way at a time over all torrents; default 16. More wait for their turn.</summary>
    public int MaxConcurrent { get; init; } = 16;

    /// <summary>Announces under way at a time to one tracker address; default 4. More wait, without holding others up.</summary>
    public int MaxConcurrentTracker { get; init; } = 4;

    /// <summary>Announces a second to one host, whichever of its addresses torrents name; default 20. More wait, without holding others up.</summary>
    public int MaxAnnouncesSecondHost { get; init; } = 20;

    /// <summary>Bytes of an HTTP answer; default 1 MiB. A longer one counts as a refusal and is not read to its end.</summary>
    public int MaxReplyBytes { get; init; } = 1 << 20;

    /// <summary>HTTP answers longer than 64 KiB that may be in memory at a time; default 2. A further one counts as a refusal.</summary>
    public int MaxLargeReplies { get; init; } = 2;

    /// <summary>Peers taken from one answer; default 200. The others are ignored.</summary>
    public int MaxPeersAnswer { get; init; } = 200;

    /// <summary>Peers asked for where somebody wants them; default 50.</summary>
    public int PeersWanted { get; init; } = 50;

    /// <summary>Time for one HTTP announce, redirects included; default 30 s.</summary>
    public TimeSpan HttpTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time to wait for the first UDP packet's answer, doubled for each repetition (BEP 15); default 15 s.</summary>
    public TimeSpan UdpTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Repetitions of an unanswered UDP packet, 0 to 8 (BEP 15); default 2, which gives a tracker 105 s.</summary>
    public int UdpRepetitions { get; init; } = 2;

    /// <summary>How long a UDP connection id is used; default 1 min, as BEP 15 says.</summary>
    public TimeSpan UdpConnectionLife { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a tracker's addresses are kept; default 10 min.</summary>
    public TimeSpan AddressLife { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Wait after the first failure, doubled for each further one; default 30 s. A quarter more or less, so that clients spread.
    /// </summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait after failures; default 30 min, and a quarter.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Time between announces when the tracker names none; default 30 min.</summary>
    public TimeSpan DefaultInterval { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Least time between announces whatever the tracker says; default 1 min.</summary>
    public TimeSpan ShortestInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Most time between announces whatever the tracker says; default 24 h.</summary>
    public TimeSpan LongestInterval { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// Time to say goodbye to trackers, at the end for all torrents together; default 3 s. Who was not reached forgets us by itself.
    /// </summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(3);
}
