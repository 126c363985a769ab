using System.Security.Cryptography;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Fuzz;

/// <summary>Torrents that are mutated, here and beside libtorrent.</summary>
internal static class TorrentSamples
{
    /// <summary>Two files and an empty one, the first of two pieces whose layer is right.</summary>
    public static byte[] Version2(TorrentFormat format)
    {
        byte[] layer = [.. SHA256.HashData([1]), .. SHA256.HashData([2])], root = SHA256.HashData(layer);
        return MetainfoWriter.Write(new MetainfoDraft
        {
            Format = format,
            Name = Path("t"),
            PieceLength = 16384,
            IsSingleFile = false,
            Files = [new DraftFile(Path("a"), 20_000) { PiecesRoot = root }, new DraftFile(Path("b/c"), 5) { PiecesRoot = SHA256.HashData([3]) }, new DraftFile(Path("b/d"), 0)],
            PieceHashes = format == TorrentFormat.V2 ? default : new byte[60],
            PieceLayers = (byte[])[.. "d32:"u8, .. root, .. "64:"u8, .. layer, .. "e"u8],
        });

        static SafePath Path(string text)
        {
            Assert.True(SafePath.TryParse(text, out SafePath path));
            return path;
        }
    }
}
