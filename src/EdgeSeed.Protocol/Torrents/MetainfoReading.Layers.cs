using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>The <c>piece layers</c> (BEP 52), which stand outside the info dictionary and are believed by the roots in it alone.</summary>
internal ref partial struct MetainfoReading
{
    /// <summary>Finds the layer of every file longer than a piece, and checks it against the file's root.</summary>
    /// <param name="info">What the torrent has.</param>
    /// <param name="around">Has the layers, where there are any.</param>
    /// <returns>False when a layer is wrong, or there is none and no version 1 to go by.</returns>
    private bool CheckLayers(InfoPart info, in Envelope around)
    {
        if (info.FileHashes is not { IsComplete: false } hashes) return true;
        int[] byRoot = [.. Enumerable.Range(0, hashes.Count).Where(tree => hashes[tree].PieceCount > 1)];
        Array.Sort(byRoot, (left, right) => hashes.Root(left).SequenceCompareTo(hashes.Root(right)));
        var computed = new MerkleTree();
        BencodeReader reader = around.Layers;
        if (around.LayersPlace is not null && reader.ReadDictionaryStart())
        {
            while (reader.ReadKey(out ReadOnlySpan<byte> root))
            {
                int at = reader.Offset, first = root.Length == MerkleTree.HashLength ? FirstWith(hashes, byRoot, root) : byRoot.Length;
                if (!reader.Read()) break;
                bool isHashes = reader.Token == BencodeToken.String;
                int length = reader.StringLength, offset = isHashes ? _outline.StringOffset(reader.StringOffset) : 0;
                reader.SkipChildren();
                // Files that are alike have one root and share a layer.
                for (int i = first; isHashes && i < byRoot.Length && hashes.Root(byRoot[i]).SequenceEqual(root); i++)
                {
                    long expected = (long)hashes[byRoot[i]].PieceCount * MerkleTree.HashLength;
                    if (length != expected) return Fault($"piece layers: that of a file of {hashes[byRoot[i]].PieceCount} pieces has {length} bytes instead of {expected}", at);
                    if (i == first && !hashes.IsLayer(byRoot[i], offset, computed)) return Fault("piece layers: one does not give the pieces root that the file tree has for it", at);
                    hashes.SetLayer(byRoot[i], offset);
                }
            }
        }
        if (hashes.IsComplete || info.Format == TorrentFormat.Hybrid) return true;
        return Fault($"piece layers: there is none for a file of {hashes[hashes.FirstWithoutLayer].PieceCount} pieces", around.LayersPlace?.Start.Value ?? 0);
    }

    // The first of those in order whose root is not below another.
    private static int FirstWith(FileHashes hashes, int[] byRoot, ReadOnlySpan<byte> root)
    {
        int low = 0, high = byRoot.Length;
        while (low < high)
        {
            int middle = (int)((uint)(low + high) >> 1);
            if (hashes.Root(byRoot[middle]).SequenceCompareTo(root) < 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
