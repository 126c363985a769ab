using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Downloads;
using EdgeSeed.Engine.Metadata;
using EdgeSeed.Engine.Peers;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.Sessions;

/// <summary>Torrents that come to a session and go.</summary>
internal sealed class SessionTorrents(SessionState state, TorrentTable torrents, PeerSet peers, DownloadLoop downloads, MetadataLoop metadata)
{
    private readonly OfferedPieces _offered = new(peers.Table, peers.Lifetime, peers.Turns);

    /// <summary>Adds a torrent.</summary>
    public AddTorrentResult Add(TorrentState torrent)
    {
        if (torrents.ContainsKey(torrent.Torrent.InfoHash)) return AddTorrentResult.AlreadyThere;
        if (torrents.Count >= state.Options.MaxTorrents) return AddTorrentResult.TooMany;
        torrents.Add(torrent);
        peers.ReadAhead.Add(torrent);
        peers.Shares.AddTorrent(peers.Drives.IndexOf(torrent.Torrent.Drive));
        downloads.Add(torrent);
        metadata.Add(torrent);
        if (!torrent.Torrent.IsPrivate) NameNodes(torrent.Torrent.Nodes);
        return AddTorrentResult.Added;
    }

    /// <summary>Begins to take a torrent out: its peers are gone at once, and it is forgotten when nothing reads from it.</summary>
    /// <returns>Completes then; with false when there is no such torrent.</returns>
    public Task<bool> Remove(in InfoHash infoHash)
    {
        if (!torrents.TryGetValue(infoHash, out TorrentState? torrent)) return Task.FromResult(false);
        if (torrent.Removal is { } underWay) return underWay.Task;
        torrent.Removal = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        peers.Lifetime.CloseAll(torrent, DisconnectReason.TorrentRemoved);
        EndRemoval(torrent);
        return torrent.Removal.Task;
    }

    /// <summary>Forgets a torrent that is being removed, once nothing reads from it.</summary>
    public void EndRemoval(TorrentState torrent)
    {
        if (torrent.Removal is not { } removal || torrent.ReadsUnderWay > 0) return;
        InfoHash infoHash = torrent.Torrent.InfoHash;
        if (ReferenceEquals(torrents.Find(infoHash), torrent))
        {
            peers.ReadAhead.Remove(torrent);
            peers.Shares.RemoveTorrent(peers.Drives.IndexOf(torrent.Torrent.Drive));
            torrents.Remove(infoHash);
        }
        removal.TrySetResult(true);
    }

    /// <summary>The session ends: nobody waits for a removal any more.</summary>
    public void EndAllRemovals()
    {
        foreach (TorrentState torrent in torrents.Values) torrent.Removal?.TrySetResult(true);
    }

    /// <summary>Replaces the pieces that are offered.</summary>
    /// <returns>False when there is no such torrent, or it has another number of pieces.</returns>
    public bool SetVerified(in InfoHash infoHash, Bitfield verified)
    {
        if (!torrents.TryGetValue(infoHash, out TorrentState? torrent)) return false;
        if (verified.Length != torrent.Torrent.Layout.PieceCount) return false;
        _offered.Replace(torrent, verified);
        return true;
    }

    /// <summary>Takes what the owner wants for a torrent.</summary>
    /// <returns>False when there is no such torrent.</returns>
    public bool Follow(in InfoHash infoHash, TorrentRule rule)
    {
        if (!torrents.TryGetValue(infoHash, out TorrentState? torrent)) return false;
        torrent.Follow(rule);
        return true;
    }

    /// <summary>The pieces that are offered now, copied; null when there is no such torrent.</summary>
    public Bitfield? CopyVerified(in InfoHash infoHash) =>
        torrents.TryGetValue(infoHash, out TorrentState? torrent) ? new Bitfield(torrent.Verified.Span.ToArray(), torrent.Verified.Length) : null;

    /// <summary>Where those of its peers are said to listen who are called by one of a hybrid's names: those first that are connected, which may have come by themselves.</summary>
    public PeerEndPoint[] PeersOf(TorrentState torrent, bool bySecondName)
    {
        var known = new List<PeerEndPoint>();
        for (int slot = 0; slot < peers.Table.SlotCount; slot++)
        {
            if (peers.Table[slot] is { Stage: PeerStage.Running, Listener.Port: > 0 } peer && peer.UsesSecondName == bySecondName && ReferenceEquals(peer.Torrent, torrent)) known.Add(peer.Listener);
        }
        return [.. known.Union(torrent.Candidates?.Called(bySecondName) ?? [])];
    }

    /// <summary>How far a torrent has come, as its trackers are told: one that lacks pieces and fetches none wants none (BEP 21).</summary>
    /// <returns>A seed that has sent nothing when there is no such torrent.</returns>
    public AnnounceProgress Progress(in InfoHash infoHash)
    {
        if (!torrents.TryGetValue(infoHash, out TorrentState? torrent)) return default;
        // As long as the size is not known: whoever lacks nothing is given no seeds.
        if (torrent.Metadata is not null) return new AnnounceProgress(0, Left: TorrentLayout.BlockLength);
        long left = torrent.MissingBytes();
        long downloaded = torrent.Download is { } download ? download.ReceivedBytes - download.WastedBytes : 0;
        bool isDownloading = torrent.Download is { IsFinished: false };
        return new AnnounceProgress(torrent.UploadedBytes, Math.Max(0, downloaded), left, IsPartialSeed: left > 0 && !isDownloading);
    }

    /// <summary>Completes when every wanted piece of a torrent is verified; done when it is only seeded, or not there.</summary>
    public Task<bool> Finished(in InfoHash infoHash) =>
        torrents.TryGetValue(infoHash, out TorrentState? torrent) && torrent.Download is { } download ? download.Finished.Task : Task.FromResult(true);

    /// <summary>Who wrote a torrent may have us ask nodes in the world, and nobody in this house.</summary>
    private void NameNodes(IReadOnlyList<PeerEndPoint> nodes)
    {
        foreach (PeerEndPoint node in nodes)
        {
            if (ScopedPeers.MayName(AddressScope.Global, node)) state.Nodes.Name(node);
        }
    }
}
