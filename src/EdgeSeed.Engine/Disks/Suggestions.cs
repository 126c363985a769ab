using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Disks;

/// <summary>
/// Tells peers of pieces that lie in the kernel's cache (BEP 6, suggest piece): one read then serves many. Only while others wait for the drive, which
/// so goes on reading what peers chose by themselves, rarest first: what is suggested is sent beside that and takes the place of nothing rarer. Nobody
/// is told while its torrent is spread (BEP 16), where everybody is meant to get something else, nor where its peers have so much that they can have
/// pieces from each other.
/// </summary>
internal static class Suggestions
{
    /// <summary>Windows that must wait for the drive: two rounds of what it reads at a time.</summary>
    public const int LeastWaiting = 2 * DriveWindows.MaxUnderWay;

    /// <summary>Pieces of other windows that a peer is told of when it begins one: the newest it was not told of.</summary>
    public const int MaxAtOnce = 4;

    /// <summary>Peers of which each has this part of all pieces, on the average, have them from each other.</summary>
    private const int SpreadDivisor = 4;

    /// <summary>Whether it helps a peer to be told of pieces.</summary>
    public static bool Help(PeerConnection peer, DriveWindows windows) => windows.Waiting >= LeastWaiting && MayTell(peer);

    /// <summary>Tells a peer that begins to read a window, first of what else lies in that one; goes out with its data.</summary>
    public static void Tell(PeerConnection peer, DriveWindows windows)
    {
        if (!MayTell(peer)) return;
        long newest = peer.SuggestedUpTo;
        int told = peer.Window is { } own ? Tell(peer, own, int.MaxValue) : 0;
        int most = windows.Waiting >= LeastWaiting ? told + MaxAtOnce : told;
        foreach (ReadWindow window in windows.NewestFirst())
        {
            if (window.Number <= peer.SuggestedUpTo || told >= most || !HasRoom(peer)) break;
            newest = Math.Max(newest, window.Number);
            if (ReferenceEquals(window.Torrent, peer.Torrent) && !ReferenceEquals(window, peer.Window)) told += Tell(peer, window, most - told);
        }
        peer.SuggestedUpTo = newest;
        windows.Counters.Suggested += told;
    }

    /// <summary>Tells a peer of the pieces that lie in a window as a whole, but for the one that it asks for.</summary>
    private static int Tell(PeerConnection peer, ReadWindow window, int most)
    {
        TorrentLayout layout = window.Torrent.Torrent.Layout;
        int told = 0;
        int asked = ReferenceEquals(window, peer.Window) ? (int)(peer.WindowFrom / layout.PieceLength) : -1;
        for (int at = (int)((window.From + layout.PieceLength - 1) / layout.PieceLength); at < layout.PieceCount && told < most; at++)
        {
            var piece = new PieceIndex(at);
            if (layout.Offset(piece) + layout.PieceSize(piece) > window.To || !HasRoom(peer)) break;
            if (at == asked || !window.Torrent.Verified[piece]) continue;
            MessageWriter.WritePieceIndex(peer.Outbox.Append(MessageWriter.PieceIndexLength), PeerMessageId.Suggest, (uint)at);
            told++;
        }
        return told;
    }

    private static bool MayTell(PeerConnection peer) => peer is { SupportsFast: true, IsChoked: false, IsSuperSeeded: false } && !IsSpread(peer.Torrent!);

    private static bool HasRoom(PeerConnection peer) => peer.Outbox.HasRoom(MessageWriter.PieceIndexLength);

    private static bool IsSpread(TorrentState torrent) => torrent.PeerPieces * SpreadDivisor >= (long)torrent.Peers * torrent.Torrent.Layout.PieceCount;
}
