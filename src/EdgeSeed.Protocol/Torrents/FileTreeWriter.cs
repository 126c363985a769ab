using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>Writes the <c>file tree</c> of a torrent (BEP 52).</summary>
internal static class FileTreeWriter
{
    /// <summary>Writes the key and the tree.</summary>
    /// <param name="writer">Stands where the key belongs.</param>
    /// <param name="draft">Its files are in the tree's order; a single one is called by the torrent's name.</param>
    /// <exception cref="InvalidOperationException">They are in another order.</exception>
    internal static void Write(BencodeWriter writer, MetainfoDraft draft)
    {
        writer.WriteKey("file tree"u8);
        writer.WriteDictionaryStart();
        ReadOnlySpan<byte> open = default;
        foreach (DraftFile file in draft.Files)
        {
            SafePath path = draft.IsSingleFile ? draft.Name : file.Path;
            ReadOnlySpan<byte> folder = path.Folder;
            int common = CommonFolders(open, folder);
            for (int left = Depth(open) - Depth(open[..common]); left > 0; left--) writer.WriteEnd();
            foreach (Range segment in folder[common..].Split((byte)'/'))
            {
                ReadOnlySpan<byte> name = folder[common..][segment];
                if (name.IsEmpty) continue;
                writer.WriteKey(name);
                writer.WriteDictionaryStart();
            }
            open = folder;
            WriteFile(writer, path.FileName, file);
        }
        for (int left = Depth(open); left > 0; left--) writer.WriteEnd();
        writer.WriteEnd();
    }

    private static void WriteFile(BencodeWriter writer, ReadOnlySpan<byte> name, in DraftFile file)
    {
        writer.WriteKey(name);
        writer.WriteDictionaryStart();
        writer.WriteKey(default);
        writer.WriteDictionaryStart();
        MetainfoWriter.WriteAttributes(writer, file.Attributes);
        writer.WriteKey("length"u8);
        writer.WriteInteger(file.Length);
        if (file.Length > 0)
        {
            writer.WriteKey("pieces root"u8);
            writer.WriteString(file.PiecesRoot.Span);
        }
        writer.WriteEnd();
        writer.WriteEnd();
    }

    private static int Depth(ReadOnlySpan<byte> folder) => folder.IsEmpty ? 0 : folder.Count((byte)'/') + 1;

    // How many bytes of both are the same folders.
    private static int CommonFolders(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        int common = left.CommonPrefixLength(right);
        bool isWhole = (common == left.Length || left[common] == '/') && (common == right.Length || right[common] == '/');
        return isWhole ? common : Math.Max(0, left[..common].LastIndexOf((byte)'/'));
    }
}
