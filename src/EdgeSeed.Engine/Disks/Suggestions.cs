using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Disks;

/// <summary>
/// Tells peers of pieces that lie in the kernel's cache (BEP 6, suggest piece): one read then serves many. Only while others wait for the drive, which
/// so goes on reading what peers chose by themselves, rarest first: what is suggested is sent beside that and takes the place of nothing rarer. Nobody
/// is told while its torrent is spread (BEP 16), where everybody is meant to get something else.
/// </summary>
internal static class Suggestions
{
    /// <summary>Windows that must wait for the drive: two rounds of what it reads at a time.</summary>
    public const int LeastWaiting = 2 * DriveWindows.MaxUnderWay;

    /// <summary>Pieces that a peer is told of when it begins a window: the newest it was not told of.</summary>
    public const int MaxAtOnce = 4;

    /// <summary>Tells a peer that begins to read a window; goes out with its data.</summary>
    public static void Tell(PeerConnection peer, DriveWindows windows)
    {
        if (windows.Waiting < LeastWaiting || !peer.SupportsFast || peer.IsChoked || peer.IsSuperSeeded) return;
        TorrentLayout layout = peer.Torrent!.Torrent.Layout;
        long newest = peer.SuggestedUpTo;
        int told = 0;
        foreach (ReadWindow window in windows.NewestFirst())
        {
            if (window.Number <= peer.SuggestedUpTo || told == MaxAtOnce || !peer.Outbox.HasRoom(MessageWriter.PieceIndexLength)) break;
            newest = Math.Max(newest, window.Number);
            if (!ReferenceEquals(window.Torrent, peer.Torrent) || ReferenceEquals(window, peer.Window)) continue;
            var piece = new PieceIndex((int)(window.From / layout.PieceLength));
            bool isWhole = window.From == layout.Offset(piece) && window.Length == layout.PieceSize(piece);
            if (!isWhole || !peer.Torrent.Verified[piece]) continue;
            MessageWriter.WritePieceIndex(peer.Outbox.Append(MessageWriter.PieceIndexLength), PeerMessageId.Suggest, (uint)piece.Value);
            told++;
        }
        peer.SuggestedUpTo = newest;
        windows.Counters.Suggested += told;
    }
}
