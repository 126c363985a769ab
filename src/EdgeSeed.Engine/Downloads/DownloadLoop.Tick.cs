using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.Downloads;

internal sealed partial class DownloadLoop
{
    /// <summary>Seconds' worth of blocks that a peer may be asked for at once.</summary>
    private const int WindowSeconds = 4;

    private const int SmallestWindow = 3;

    /// <summary>Once a second: rates, peers that do not give, new connections, and second chances for the target.</summary>
    public void Tick()
    {
        for (int slot = 0; slot < context.Peers.SlotCount; slot++)
        {
            if (context.Peers[slot] is { Stage: PeerStage.Running, Fetch: { } fetch } peer) Tick(peer, fetch);
        }
        foreach (TorrentState torrent in _downloading)
        {
            if (torrent.Download is not { IsFinished: false } download) continue;
            if (download.TryResume(context.Now)) FillAll(torrent);
            ConnectMore(torrent, download.Candidates);
        }
        _downloading.RemoveAll(static torrent => torrent.Download is not { IsFinished: false } || torrent.Removal is not null);
    }

    /// <summary>Whether blocks would be asked for, but for the cap on the rate: the loop must not sleep long then.</summary>
    public bool IsLimited => !Budget.IsUnlimited && _downloading.Count > 0;

    /// <summary>Asks for more where only the cap on the rate stood against it.</summary>
    public void FillLimited()
    {
        if (!IsLimited) return;
        foreach (TorrentState torrent in _downloading) FillAll(torrent);
    }

    /// <summary>Begins to look after a torrent.</summary>
    public void Add(TorrentState torrent)
    {
        if (torrent.Download is { IsFinished: false }) _downloading.Add(torrent);
    }

    /// <summary>Takes in where peers of a torrent are said to listen.</summary>
    public void Found(TorrentState torrent, PeerCandidates candidates, ReadOnlySpan<PeerEndPoint> peers, bool isConnecting)
    {
        foreach (PeerEndPoint peer in peers)
        {
            if (!Banned.Contains(peer)) candidates.Add(peer);
        }
        if (isConnecting) ConnectMore(torrent, candidates);
    }

    private void Tick(PeerConnection peer, PeerFetch fetch)
    {
        fetch.Rate = (fetch.Rate + fetch.TickBytes) / 2;
        fetch.TickBytes = 0;
        if (peer.Torrent!.Download is not { IsFetching: true } download) return;
        int worth = Math.Max(SmallestWindow, (int)((long)fetch.Rate * WindowSeconds / TorrentLayout.BlockLength));
        if (!fetch.IsSnubbing && fetch.Count > 0) fetch.Window = Math.Min(fetch.Window, Math.Max(worth, PeerFetch.FirstWindow));
        if (fetch.Count > 0 && context.Now - fetch.ProgressAt > context.Options.SnubTimeout.TotalMilliseconds) Snub(peer, download, fetch);
        else if (fetch.Count == 0 || !Budget.IsUnlimited) Fill(peer, fetch);
    }

    /// <summary>Leaves to others what a peer does not give; it is asked for one block more, by which it can redeem itself.</summary>
    private void Snub(PeerConnection peer, TorrentDownload download, PeerFetch fetch)
    {
        for (int i = 0; i < fetch.Count; i++)
        {
            BlockRequest block = peer.Torrent!.Torrent.Layout.Block(fetch[i].Piece.Piece, fetch[i].Number);
            if (fetch.Asks.TryCancel(block)) continue;
            fetch.Cancels.TryEnqueue(block);
            fetch.Tolerated--;
        }
        fetch.IsSnubbing = true;
        fetch.Window = 1;
        ReleaseAll(download, fetch);
        FillAll(peer.Torrent!);
    }

    /// <summary>Connects to peers whose time has come, while there are few connections.</summary>
    public void ConnectMore(TorrentState torrent, PeerCandidates candidates)
    {
        int connected = 0;
        for (int slot = 0; slot < context.Peers.SlotCount; slot++)
        {
            if (context.Peers[slot] is { } peer && ReferenceEquals(peer.Torrent, torrent)) connected++;
        }
        for (int tries = 0; tries < context.Options.MaxConnectsFound && connected < context.Options.MaxDownloadPeers; tries++)
        {
            if (!candidates.TryTake(context.Now, out PeerEndPoint endPoint)) return;
            if (Banned.Contains(endPoint) || context.IsConnectedTo(torrent, endPoint)) continue;
            if (context.Connect(torrent, endPoint, context.FamilyFor(endPoint))) connected++;
        }
    }
}
