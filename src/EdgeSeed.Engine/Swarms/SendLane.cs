using EdgeSeed.Engine.Budget;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.Swarms;

/// <summary>
/// The peers that are served from one budget: whose turn it is, and how many upload slots are taken. A lane whose budget is empty holds no
/// other up.
/// </summary>
internal sealed class SendLane(UploadBudget budget, BudgetShare share)
{
    private const int LimitedUnsentFraction = 64;
    private const int LimitedUnsentTurns = 4;
    private const int QueuedSeconds = 4;

    /// <summary>What one call sends: a shorter turn costs more than it gives others.</summary>
    private const int LeastTurnBytes = 64 * 1024;

    /// <summary>What is kept from second to second of what a peer was sent: so it is about that of ten seconds.</summary>
    private const double RecentKept = 0.9;

    /// <summary>So much shorter or longer a turn is for who was sent more than others, or less.</summary>
    private const double ShortestTurn = 0.25, LongestTurn = 2;

    private readonly Dictionary<AddressBlock, int> _slotsByBlock = [];
    private double _recentBytes, _meanRecentBytes;
    private int _recentPeers;

    public UploadBudget Budget { get; } = budget;

    /// <summary>The portion of the budget that all peers of the lane share.</summary>
    public BudgetShare Share { get; } = share;

    public SendRing Ring { get; } = new();

    /// <summary>The last round ended because the budget gave nothing.</summary>
    public bool IsBudgetEmpty { get; set; }

    /// <summary>Bytes of answers that may be promised in this second to those who have no upload slot.</summary>
    public long AsideAllowance { get; set; } = budget.BytesPerSecond;

    /// <summary>Upload slots taken.</summary>
    public int SlotsTaken { get; private set; }

    /// <summary>Upload slots that an address holds.</summary>
    public int SlotsOf(AddressBlock block) => _slotsByBlock.GetValueOrDefault(block);

    /// <summary>Takes a slot for a peer of an address, or gives one back.</summary>
    public void CountSlot(AddressBlock block, int change)
    {
        SlotsTaken += change;
        if (SlotsOf(block) + change is > 0 and var slots) _slotsByBlock[block] = slots;
        else _slotsByBlock.Remove(block);
    }

    /// <summary>The session clock's millisecond at which slots change hands next.</summary>
    public long NextRotation { get; set; }

    /// <summary>
    /// Unsent bytes that the kernel may hold for one peer: while the upload is limited, some 16 ms of it, or a few blocks, so that those who never read do not
    /// take much of it away.
    /// </summary>
    public int UnsentBytes(EngineOptions options) =>
        (int)Math.Min(Math.Max(Budget.BytesPerSecond / LimitedUnsentFraction, LimitedUnsentTurns * options.LimitedTurnBytes), options.UnsentBytesPeer);

    /// <summary>
    /// The same for a newcomer: while the upload is limited the kernel takes nothing more from it until all is on its way, so that one who never reads
    /// is paid a block and not several.
    /// </summary>
    public int FirstUnsentBytes(EngineOptions options) => Budget.IsUnlimited ? options.UnsentBytesPeer : 1;

    /// <summary>
    /// Bytes that one peer is sent before it is the next one's turn. Without a limit they are fewer where many are served: who came when there were few has a socket that
    /// takes a long turn whole, and would be sent several times as much as who came later. What it was sent ahead of the others it makes good by shorter turns than theirs,
    /// who have not it but the processor to wait for: all of them are served evenly over some ten seconds.
    /// </summary>
    public int TurnBytes(PeerConnection peer, EngineOptions options)
    {
        if (!Budget.IsUnlimited) return options.LimitedTurnBytes;
        double behind = _meanRecentBytes > 0 ? Math.Clamp(_meanRecentBytes / Math.Max(1, peer.RecentBytes), ShortestTurn, LongestTurn) : 1;
        return (int)Math.Clamp(behind * options.SharedTurnBytes / Math.Max(1, SlotsTaken), LeastTurnBytes, options.TurnBytes);
    }

    /// <summary>Once a second, of each peer: a tenth of what it was sent is forgotten.</summary>
    public void Forget(PeerConnection peer)
    {
        peer.RecentBytes *= RecentKept;
        if (peer.ShouldChoke) return;
        _recentBytes += peer.RecentBytes;
        _recentPeers++;
    }

    /// <summary>Once a second, when that is done.</summary>
    public void EndSecond()
    {
        _meanRecentBytes = _recentBytes / Math.Max(1, _recentPeers);
        (_recentBytes, _recentPeers) = (0, 0);
    }

    /// <summary>Requests that a newcomer may have waiting.</summary>
    public int RequestsPeer(EngineOptions options)
    {
        if (Budget.IsUnlimited) return options.MaxRequestsPeer;
        long soonSent = Budget.BytesPerSecond / TorrentLayout.BlockLength * QueuedSeconds;
        return (int)Math.Min(Math.Max(soonSent, options.LimitedRequestsPeer), options.MaxRequestsPeer);
    }

    /// <summary>Upload slots there are: everybody's while the upload is not limited, nobody's while it is paused.</summary>
    public int Slots(EngineOptions options)
    {
        if (Budget.IsPaused) return 0;
        if (options.UploadSlots > 0) return Math.Min(options.UploadSlots, options.MaxPeers);
        if (Budget.IsUnlimited) return options.MaxPeers;
        return (int)Math.Max(Math.Min(Budget.BytesPerSecond / options.BytesPerSecondSlot, options.MaxPeers), options.MinSlots);
    }
}
