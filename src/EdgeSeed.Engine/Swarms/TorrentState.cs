using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;
using EdgeSeed.Storage;

namespace EdgeSeed.Engine.Swarms;

/// <summary>A torrent inside the session loop, which owns it.</summary>
internal sealed class TorrentState
{
    /// <summary>Bytes of the longest message with a piece of an info dictionary.</summary>
    public const int MetadataBytes = MetadataMessage.PieceBytes + 256;

    /// <summary>Bytes of the longest payload that peers send while an info dictionary and piece layers are fetched, blocks apart.</summary>
    public const int LongestPayload = HashRequest.MaxAnswerLength;

    private const int MaximumPauseDoublings = 5;

    private int _failuresInARow;

    /// <summary>A torrent of which pieces are known, or of which only the info-hash is.</summary>
    public TorrentState(SeedTorrent torrent, EngineOptions options, MetadataFetch? metadata = null)
    {
        Torrent = torrent;
        HasWindows = torrent.Content.IsCached;
        Metadata = metadata;
        bool isMetadataWanted = metadata is not null;
        Limits = new MessageLimits(isMetadataWanted ? MessageLimits.UnknownPieceCount : torrent.Layout.PieceCount)
        {
            MaxBlockBytes = torrent.Download is null ? 0 : TorrentLayout.BlockLength,
            MaxExtendedBytes = isMetadataWanted ? Math.Max(options.MaxExtendedBytes, MetadataBytes) : options.MaxExtendedBytes,
            MaxHashesBytes = isMetadataWanted || torrent.Download?.FileHashes is not null ? LongestPayload : options.MaxExtendedBytes,
            MaxUnknownBytes = options.MaxExtendedBytes,
        };
        Verified = torrent.Verified;
        Follow(torrent.Rule);
        CountVerified();
        if (torrent.Download is { } order) Download = new TorrentDownload(this, order, options);
    }

    public SeedTorrent Torrent { get; }

    /// <summary>The kernel caches its data, which is read window by window.</summary>
    public bool HasWindows { get; }

    /// <summary>Whether a name of it is the second that a hybrid has (BEP 52).</summary>
    public bool IsSecondName(in InfoHash name) => Torrent.SecondName is { } second && second.InfoHash == name;

    /// <summary>Its place among all torrents: those that came before have lower ones.</summary>
    public long Order { get; set; }

    /// <summary>First bytes of the hash by which encrypted peers ask for it; 0 until one came.</summary>
    public ulong EncryptionName { get; set; }

    /// <summary>How large its peers' messages may be. Who asked for no blocks refuses piece messages.</summary>
    public MessageLimits Limits { get; }

    public Bitfield Verified { get; private set; }

    public int VerifiedCount { get; private set; }

    /// <summary>Grows when pieces are said anew to be good: what was read of them before may be what was there when they were not.</summary>
    public int Edition { get; private set; }

    /// <summary>The download; null when it is only seeded. Stays when it is finished.</summary>
    public TorrentDownload? Download { get; }

    /// <summary>The info dictionary being fetched; null where it is known.</summary>
    public MetadataFetch? Metadata { get; }

    /// <summary>Its piece layers being fetched, once the info dictionary is there; null where they are not wanted.</summary>
    public LayerFetch? Layers { get; set; }

    /// <summary>Where its peers are said to listen; null when none are sought.</summary>
    public PeerCandidates? Candidates => Download?.Candidates ?? Metadata?.Candidates ?? Sought;

    /// <summary>The same of one that was never fetched; null while nothing was heard of its peers.</summary>
    public PeerCandidates? Sought { get; set; }

    /// <summary>When it was last announced on the local network (BEP 14): session milliseconds; 0 for never.</summary>
    public long DiscoveredAt { get; set; }

    /// <summary>When the DHT was last searched for it (BEP 5): session milliseconds; 0 for never.</summary>
    public long SoughtAt { get; set; }

    /// <summary>Peers that search named.</summary>
    public int SoughtPeers { get; set; }

    /// <summary>Nodes that were told of us after it.</summary>
    public int SoughtNodes { get; set; }

    /// <summary>Whether it, or its info dictionary, is being downloaded.</summary>
    public bool IsFetching => Metadata is not null || Download is { IsFinished: false };

    public bool IsComplete => Metadata is null && VerifiedCount == Torrent.Layout.PieceCount;

    public int InfoBytes => (int)(Torrent.Info?.TotalLength ?? 0);

    public long UploadedBytes { get; set; }

    public int Peers { get; set; }

    /// <summary>Pieces that all of them say they have, together.</summary>
    public long PeerPieces { get; set; }

    /// <summary>Connections begun to peers of it that have not shaken hands yet.</summary>
    public int Calls { get; set; }

    /// <summary>Who left last; null while nobody has.</summary>
    public PeerDepartures? Departures { get; set; }

    /// <summary>With which piece super-seeding begins: beyond those that peers await over connections of which they do not know that they are broken.</summary>
    public int SpreadFrom { get; set; }

    /// <summary>When a peer was last met that has everything: session milliseconds; 0 for never.</summary>
    public long SeedSeenAt { get; set; }

    /// <summary>What the owner wants for it.</summary>
    public TorrentRule Rule { get; private set; } = TorrentRule.Default;

    /// <summary>Its own limit on what its peers are sent; null for none.</summary>
    public TorrentCeiling? Ceiling { get; private set; }

    /// <summary>How much it needs this box; null while nobody wants it.</summary>
    public TorrentNeed? Need { get; set; }

    /// <summary>What each of its peers counts for, above 0 and at most 1: a limited upload is given in that proportion.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>Reads and writes under way on other threads; content and target may be closed only at 0.</summary>
    public int ReadsUnderWay { get; set; }

    public long ReadErrors { get; private set; }

    public StorageError? LastError { get; private set; }

    /// <summary>The session clock's millisecond from which it is served again; 0 when it is served.</summary>
    public long PausedUntil { get; private set; }

    public bool IsPaused => PausedUntil != 0;

    /// <summary>A peer has been here since the data was last told to rest.</summary>
    public bool IsAwake { get; set; }

    /// <summary>Set while it is being removed: completed when no read is under way any more.</summary>
    public TaskCompletionSource<bool>? Removal { get; set; }

    /// <summary>The longest that it is not served after its data could not be read, from the first such pause.</summary>
    public static TimeSpan LongestPause(TimeSpan first) => first * (1 << MaximumPauseDoublings);

    /// <summary>Bytes of the pieces that are not offered.</summary>
    public long MissingBytes()
    {
        long missing = 0;
        for (int from = 0; Verified.TryNextClear(from, out PieceIndex piece); from = piece.Value + 1) missing += Torrent.Layout.PieceSize(piece);
        return missing;
    }

    /// <summary>Offers one more piece.</summary>
    public void AddVerified(PieceIndex piece)
    {
        if (Verified.Set(piece)) VerifiedCount++;
    }

    public void Replace(Bitfield verified)
    {
        Verified = verified;
        Edition++;
        CountVerified();
    }

    public void ReadFailed(StorageError error, long now, TimeSpan pause)
    {
        ReadErrors++;
        LastError = error;
        PausedUntil = now + ((long)pause.TotalMilliseconds << Math.Min(_failuresInARow++, MaximumPauseDoublings));
    }

    public void ReadSucceeded()
    {
        if (_failuresInARow == 0) return;
        _failuresInARow = 0;
        LastError = null;
    }

    /// <summary>Ends the pause; the next read tells whether the data is back.</summary>
    public void Resume() => PausedUntil = 0;

    /// <summary>Takes the owner's wishes; they hold from now on, the weight from the next second.</summary>
    public void Follow(TorrentRule rule)
    {
        if (Rule == rule) return;
        Rule = rule;
        Ceiling = rule.BytesPerSecond == Budget.UploadBudget.Unlimited ? null : new TorrentCeiling(rule.BytesPerSecond);
        if (Need is not null) Need.JudgedAt = -1;
    }

    /// <summary>Whether it has been given, or others have it, as often as the owner wants.</summary>
    /// <param name="copies">Copies that others have.</param>
    public bool IsShared(double copies) => Rule.ShareUntil > 0 && (copies >= Rule.ShareUntil || UploadedBytes >= Rule.ShareUntil * Torrent.ContentLength);

    private void CountVerified() => VerifiedCount = Verified.Count();
}
