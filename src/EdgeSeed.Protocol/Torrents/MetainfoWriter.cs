using System.Buffers;
using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>
/// Writes <c>.torrent</c> files (BEP 3, 12, 19, 27, 47, 52) in canonical form. The info dictionary holds only keys that have something to
/// say, so the info-hash equals that of other makers for the same input and piece length.
/// </summary>
public static class MetainfoWriter
{
    /// <summary>Writes a whole <c>.torrent</c>.</summary>
    /// <param name="draft">What to write.</param>
    /// <returns>The file's bytes.</returns>
    /// <exception cref="ArgumentException">The draft contradicts itself: see <see cref="WriteInfo"/>.</exception>
    public static byte[] Write(MetainfoDraft draft) => Write(WriteInfo(draft), draft);

    /// <summary>
    /// Writes a <c>.torrent</c> around an info dictionary whose bytes are given: one fetched from peers, or an old torrent's with other
    /// trackers.
    /// </summary>
    /// <param name="info">A bencoded dictionary, written as it is.</param>
    /// <param name="envelope">What stands around it.</param>
    /// <returns>The file's bytes.</returns>
    public static byte[] Write(ReadOnlySpan<byte> info, MetainfoEnvelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        (byte[] before, byte[] between, byte[] after) = WriteAround(envelope, !envelope.PieceLayers.IsEmpty);
        return [.. before, .. info, .. between, .. envelope.PieceLayers.Span, .. after];
    }

    /// <summary>Writes what stands around an info dictionary and piece layers.</summary>
    /// <param name="envelope">What to write.</param>
    /// <param name="hasLayers">Whether there are piece layers to follow.</param>
    /// <returns>The file's bytes before the info dictionary, between it and the layers, and after these.</returns>
    public static (byte[] Before, byte[] Between, byte[] After) WriteAround(MetainfoEnvelope envelope, bool hasLayers)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        var output = new ArrayBufferWriter<byte>(1024);
        var writer = new BencodeWriter(output);
        writer.WriteDictionaryStart();
        WriteTrackers(writer, envelope.AnnounceTiers);
        WriteText(writer, "comment"u8, envelope.Comment);
        WriteText(writer, "created by"u8, envelope.CreatedBy);
        if (envelope.CreationDate is { } date)
        {
            writer.WriteKey("creation date"u8);
            writer.WriteInteger(date.ToUnixTimeSeconds());
        }
        writer.WriteKey("info"u8);
        int info = output.WrittenCount;
        writer.WriteRaw([]);
        if (hasLayers)
        {
            writer.WriteKey("piece layers"u8);
            writer.WriteRaw([]);
        }
        int layers = output.WrittenCount;
        WriteWebSeeds(writer, envelope.WebSeeds);
        writer.WriteEnd();
        return (output.WrittenSpan[..info].ToArray(), output.WrittenSpan[info..layers].ToArray(), output.WrittenSpan[layers..].ToArray());
    }

    /// <summary>Writes the info dictionary alone, whose SHA-1 is the info-hash, and whose SHA-256 that of version 2.</summary>
    /// <param name="draft">What to write.</param>
    /// <returns>The dictionary's bytes.</returns>
    /// <exception cref="ArgumentException">
    /// The name is not one segment, there are no files or no bytes, or the hashes are not one a piece.
    /// </exception>
    public static byte[] WriteInfo(MetainfoDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        Check(draft);
        var output = new ArrayBufferWriter<byte>(draft.PieceHashes.Length + 64 * draft.Files.Count + 256);
        var writer = new BencodeWriter(output);
        writer.WriteDictionaryStart();
        if (draft.IsSingleFile) WriteAttributes(writer, draft.Files[0].Attributes);
        if (draft.Format != TorrentFormat.V1) FileTreeWriter.Write(writer, draft);
        if (draft.Format != TorrentFormat.V2) WriteFiles(writer, draft);
        if (draft.Format != TorrentFormat.V1)
        {
            writer.WriteKey("meta version"u8);
            writer.WriteInteger(2);
        }
        writer.WriteKey("name"u8);
        writer.WriteString(draft.Name.Span);
        writer.WriteKey("piece length"u8);
        writer.WriteInteger(draft.PieceLength);
        if (draft.Format != TorrentFormat.V2)
        {
            writer.WriteKey("pieces"u8);
            writer.WriteString(draft.PieceHashes.Span);
        }
        if (draft.IsPrivate || draft.StatesNotPrivate)
        {
            writer.WriteKey("private"u8);
            writer.WriteInteger(draft.IsPrivate ? 1 : 0);
        }
        WriteText(writer, "source"u8, draft.Source);
        writer.WriteEnd();
        return output.WrittenSpan.ToArray();
    }

    private static void Check(MetainfoDraft draft)
    {
        if (SafePath.CheckSegment(draft.Name.Span) != PathFault.None)
            throw new ArgumentException("The name must be one segment.", nameof(draft));
        if (draft.Files.Count == 0 || (draft.IsSingleFile && draft.Files.Count > 1))
            throw new ArgumentException("The number of files is wrong.", nameof(draft));
        long total = 0;
        foreach (DraftFile file in draft.Files)
        {
            if (file.Length < 0) throw new ArgumentException("A file's length is negative.", nameof(draft));
            if (!draft.IsSingleFile && file.Path.Bytes.IsEmpty) throw new ArgumentException("A file has no path.", nameof(draft));
            total = checked(total + file.Length + Padding(draft, file));
        }
        int pieces = new TorrentLayout(total, draft.PieceLength).PieceCount;
        if (draft.Format != TorrentFormat.V2 && draft.PieceHashes.Length != (long)pieces * Metainfo.HashLength)
            throw new ArgumentException($"There must be {pieces} hashes of 20 bytes.", nameof(draft));
    }

    private static void WriteFiles(BencodeWriter writer, MetainfoDraft draft)
    {
        if (draft.IsSingleFile)
        {
            writer.WriteKey("length"u8);
            writer.WriteInteger(draft.Files[0].Length);
            return;
        }
        writer.WriteKey("files"u8);
        writer.WriteListStart();
        foreach (DraftFile file in draft.Files)
        {
            WriteFile(writer, file);
            if (Padding(draft, file) is not (> 0 and long missing)) continue;
            _ = SafePath.TryParse($".pad/{missing}", out SafePath path);
            WriteFile(writer, new DraftFile(path, missing, TorrentFileAttributes.Padding));
        }
        writer.WriteEnd();
    }

    // A folder's last file is padded too, as libtorrent does; a lone file is not.
    private static long Padding(MetainfoDraft draft, in DraftFile file) =>
        draft.Format == TorrentFormat.V1 || draft.Files.Count == 1 ? 0 : -file.Length & (draft.PieceLength - 1);

    private static void WriteFile(BencodeWriter writer, DraftFile file)
    {
        writer.WriteDictionaryStart();
        WriteAttributes(writer, file.Attributes);
        writer.WriteKey("length"u8);
        writer.WriteInteger(file.Length);
        writer.WriteKey("path"u8);
        writer.WriteListStart();
        foreach (Range segment in file.Path.Segments()) writer.WriteString(file.Path.Span[segment]);
        writer.WriteEnd();
        writer.WriteEnd();
    }

    internal static void WriteAttributes(BencodeWriter writer, TorrentFileAttributes attributes)
    {
        if (attributes == TorrentFileAttributes.None) return;
        Span<byte> letters = stackalloc byte[4];
        int count = 0;
        if (attributes.HasFlag(TorrentFileAttributes.Hidden)) letters[count++] = (byte)'h';
        if (attributes.HasFlag(TorrentFileAttributes.SymbolicLink)) letters[count++] = (byte)'l';
        if (attributes.HasFlag(TorrentFileAttributes.Padding)) letters[count++] = (byte)'p';
        if (attributes.HasFlag(TorrentFileAttributes.Executable)) letters[count++] = (byte)'x';
        writer.WriteKey("attr"u8);
        writer.WriteString(letters[..count]);
    }

    // One lone tracker needs no list: clients read "announce-list" instead of "announce" wherever it exists (BEP 12).
    private static void WriteTrackers(BencodeWriter writer, IReadOnlyList<IReadOnlyList<string>> tiers)
    {
        tiers = [.. tiers.Where(tier => tier.Count > 0)];
        if (tiers.Count == 0) return;
        writer.WriteKey("announce"u8);
        writer.WriteString(tiers[0][0]);
        if (tiers.Count == 1 && tiers[0].Count == 1) return;
        writer.WriteKey("announce-list"u8);
        writer.WriteListStart();
        foreach (IReadOnlyList<string> tier in tiers) WriteList(writer, tier);
        writer.WriteEnd();
    }

    // A single web seed is written as a plain string, which every reader of BEP 19 knows.
    private static void WriteWebSeeds(BencodeWriter writer, IReadOnlyList<string> seeds)
    {
        if (seeds.Count == 0) return;
        writer.WriteKey("url-list"u8);
        if (seeds.Count == 1) writer.WriteString(seeds[0]);
        else WriteList(writer, seeds);
    }

    private static void WriteList(BencodeWriter writer, IReadOnlyList<string> values)
    {
        writer.WriteListStart();
        foreach (string value in values) writer.WriteString(value);
        writer.WriteEnd();
    }

    private static void WriteText(BencodeWriter writer, ReadOnlySpan<byte> key, ByteText? text)
    {
        if (text is not { } value) return;
        writer.WriteKey(key);
        writer.WriteString(value.Span);
    }
}
