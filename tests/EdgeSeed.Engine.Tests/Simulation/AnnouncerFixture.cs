using System.Net;
using System.Threading.Channels;
using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Network;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Tests.Simulation;

/// <summary>An announcer on a clock moved by hand, and what it found.</summary>
internal sealed class AnnouncerFixture : IPeerSink, IAsyncDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Channel<InfoHash> _attempts = Channel.CreateUnbounded<InfoHash>();

    public AnnouncerFixture(AnnouncerOptions? options = null, IPAddress? listen = null, AddressLookup? lookup = null, bool wantsPeers = true)
    {
        Options = options ?? new AnnouncerOptions();
        Announcer = new Announcer(Options, new AnnounceIdentity(PeerId, 51413, listen ?? IPAddress.IPv6Any), Clock)
        {
            IsOwnTracker = uri => uri.Host == "own.example",
            Progress = _ => Task.FromResult(Progress),
            Peers = wantsPeers ? this : null,
            Lookup = lookup ?? Dns.GetHostAddressesAsync,
        };
        Announcer.Attempted += hash => _attempts.Writer.TryWrite(hash);
    }

    public ManualClock Clock { get; } = new();

    public AnnouncerOptions Options { get; }

    public Announcer Announcer { get; }

    /// <summary>Whether the torrents are strangers', rather than made here: their trackers may then lie here only at exactly /announce.</summary>
    public bool IsOfStrangers { get; init; }

    public PeerId PeerId { get; } = PeerId.Create();

    public AnnounceProgress Progress { get; set; } = new(Uploaded: 12345);

    public List<PeerEndPoint> Found { get; } = [];

    public AnnounceStatus Status => Announcer.Status(Hash(1))!;

    /// <summary>Time until torrent 1 is announced again.</summary>
    public TimeSpan? Next => Status.TimeUntilNext(Clock);

    public static InfoHash Hash(int number)
    {
        byte[] bytes = new byte[InfoHash.Length];
        BitConverter.TryWriteBytes(bytes, number);
        bytes[19] = 0xfe;
        return new InfoHash(bytes);
    }

    /// <summary>Adds torrent 1 with one tier for each argument, trackers parted by blanks.</summary>
    public AddAnnounceResult Add(params string[] tiers) => AddNumber(1, tiers);

    public AddAnnounceResult AddNumber(int number, params string[] tiers) =>
        Announcer.Add(new AnnouncedTorrent(Hash(number), [.. tiers.Select(tier => (IReadOnlyList<string>)tier.Split(' '))]) { IsOurs = !IsOfStrangers });

    /// <summary>Waits for the end of so many attempts, made or yet to be made; the status of the last one's torrent.</summary>
    public async Task<AnnounceStatus?> AttemptsAsync(int count = 1)
    {
        using var timeout = new CancellationTokenSource(Limit);
        InfoHash last = default;
        for (int i = 0; i < count; i++) last = await _attempts.Reader.ReadAsync(timeout.Token);
        return Announcer.Status(last);
    }

    /// <summary>Adds torrent 1 and waits for its first attempt.</summary>
    public Task<AnnounceStatus> AddAndWaitAsync(params string[] tiers) => AddNumberAndWaitAsync(1, tiers);

    public async Task<AnnounceStatus> AddNumberAndWaitAsync(int number, params string[] tiers)
    {
        Assert.Equal(AddAnnounceResult.Added, AddNumber(number, tiers));
        return (await AttemptsAsync())!;
    }

    /// <summary>Moves the clock to torrent 1's next announce and waits for it.</summary>
    public async Task<AnnounceStatus> NextAsync()
    {
        Clock.Advance(Next!.Value);
        return (await AttemptsAsync())!;
    }

    void IPeerSink.Found(in InfoHash infoHash, ReadOnlySpan<PeerEndPoint> peers)
    {
        lock (Found) Found.AddRange(peers);
    }

    public async ValueTask DisposeAsync()
    {
        Task end = Announcer.DisposeAsync().AsTask();
        // Whoever is still being said goodbye to has had its three seconds.
        while (!end.IsCompleted)
        {
            Clock.Advance(Options.StopTimeout);
            await Task.WhenAny(end, Task.Delay(10));
        }
        await end;
    }
}
