using System.Runtime.InteropServices;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.SuperSeeding;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Needs;

/// <summary>
/// Weighs the torrents that somebody wants, as long as the upload is limited: see <see cref="Need"/>. What a torrent needs is found anew once a minute; what
/// that makes of the upload each second, as downloaders come and go.
/// </summary>
internal sealed class NeedKeeper(SessionState state, PeerTable peers, SendLanes lanes, SuperSeeder superSeeder) : IPeerWatcher
{
    private const long JudgeMilliseconds = 60_000;
    private const long StallMilliseconds = 3_600_000;

    /// <summary>Who waits for a turn has it in so long, however little it counts.</summary>
    private const long LongestTurnMilliseconds = 30_000;

    /// <summary>What is known of a torrent that nobody wants any more is kept for so long, in case somebody comes back.</summary>
    private const long KeepMilliseconds = 600_000;

    /// <summary>Torrents of which something is known besides those wanted now, of which there are at most as many as peers.</summary>
    private const int MostKept = 64;

    private readonly List<TorrentState> _known = [];
    private readonly List<(double Need, int Downloaders)> _needs = [];

    /// <summary>How many complete peers trackers count for a torrent, this box not among them; -1 as long as none has answered. Asked on the session's thread, once a minute for each torrent that is wanted, once a second until one has answered.</summary>
    public Func<InfoHash, int>? SaidSeeds { get; set; }

    /// <summary>Once a second.</summary>
    public void Tick()
    {
        bool isOn = Follow(lanes.World) | Follow(lanes.Lan);
        Count();
        _needs.Clear();
        bool isNew = false;
        foreach (TorrentState torrent in _known)
        {
            if (torrent.Need is not { Downloaders: > 0 } need) continue;
            isNew |= need.JudgedAt < 0;
            bool isDue = need.JudgedAt < 0 || state.Now - need.JudgedAt >= JudgeMilliseconds;
            // On a slow line the first answer of a tracker may come long after the first downloader.
            if (isDue || (!need.IsCounted && Said(torrent) >= 0)) Judge(torrent, need);
            _needs.Add((isOn ? Value(torrent, need) : 1, need.Downloaders));
        }
        Weigh(isOn);
        if (isOn && isNew) BeginAnew();
    }

    /// <inheritdoc/>
    public void Joined(PeerConnection peer)
    {
    }

    /// <summary>A seed's connection is of no use and ends; that it was here is kept.</summary>
    public void Left(PeerConnection peer, PeerStage stage, DisconnectReason reason)
    {
        if (stage != PeerStage.Running || !peer.IsSeed || peer.Torrent!.Need is not { } need) return;
        need.Met(peer.Block, state.Now);
        if (peer.UploadedBytes > 0) need.FinishedAt = state.Now;
    }

    /// <summary>Slots and turns were given before it was known who needs them.</summary>
    private void BeginAnew()
    {
        foreach (SendLane lane in (ReadOnlySpan<SendLane>)[lanes.World, lanes.Lan])
        {
            lane.NextRotation = state.Now;
            lane.Ring.Reorder();
        }
    }

    private bool Follow(SendLane lane) => lane.Ring.IsByNeed = state.Options.ByNeed && !lane.Budget.IsUnlimited;

    private void Count()
    {
        foreach (TorrentState torrent in _known) torrent.Need!.Downloaders = 0;
        for (int slot = 0; slot < peers.SlotCount; slot++)
        {
            if (peers[slot] is not { Stage: PeerStage.Running, Torrent: { } torrent } peer) continue;
            if (peer.IsInRing) peer.Lane.Ring.Hasten(peer, state.Now, LongestTurnMilliseconds);
            if (!peer.IsInterested) continue;
            if (torrent.Need is null)
            {
                torrent.Need = new TorrentNeed(state.Now);
                _known.Add(torrent);
            }
            torrent.Need.Downloaders++;
            torrent.Need.WantedAt = state.Now;
        }
        int kept = 0;
        for (int i = _known.Count - 1; i >= 0; i--)
        {
            TorrentNeed need = _known[i].Need!;
            if (need.Downloaders > 0 || (state.Now - need.WantedAt < KeepMilliseconds && kept++ < MostKept)) continue;
            (_known[i].Need, _known[i].Weight) = (null, 1);
            _known.RemoveAt(i);
        }
    }

    private void Judge(TorrentState torrent, TorrentNeed need)
    {
        // Of one met before anybody wanted it nothing more is known.
        int met = Math.Max(need.SeedsMet(state.Now), torrent.SeedSeenAt > 0 && state.Now - torrent.SeedSeenAt < StallMilliseconds ? 1 : 0);
        int said = Said(torrent);
        need.IsCounted |= said >= 0;
        var seen = new SwarmView(met, Math.Max(0, said), superSeeder.LeastCopies(torrent), state.Now - need.FinishedAt > StallMilliseconds);
        need.Copies = Need.Copies(seen);
        need.Value = Need.Of(seen, torrent.Rule.Weight);
        need.JudgedAt = state.Now;
    }

    private int Said(TorrentState torrent) => SaidSeeds?.Invoke(torrent.Torrent.InfoHash) ?? -1;

    private static double Value(TorrentState torrent, TorrentNeed need) => torrent.IsShared(need.Copies) ? 0 : need.Value;

    private void Weigh(bool isOn)
    {
        double floor = Need.Floor(CollectionsMarshal.AsSpan(_needs));
        double most = 0, all = 0;
        foreach ((double need, int downloaders) in _needs)
        {
            most = Math.Max(most, Math.Max(need, floor));
            all += Math.Max(need, floor) * downloaders;
        }
        foreach (TorrentState torrent in _known)
        {
            TorrentNeed need = torrent.Need!;
            double lifted = Math.Max(isOn ? Value(torrent, need) : 1, floor);
            (torrent.Weight, need.Part) = need.Downloaders == 0 || most == 0 || !isOn ? (1, 0) : (lifted / most, lifted * need.Downloaders / all);
        }
    }
}
