using System.Buffers;
using System.Security.Cryptography;
using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>
/// What of a <c>.torrent</c> is in memory while it is read and afterwards: all of it, or all but the hashes of its pieces, which are the most of a large one
/// and stay where they are.
/// </summary>
internal sealed class TorrentOutline
{
    private readonly BencodeGap[] _gaps;

    /// <summary>All of a file.</summary>
    public TorrentOutline(ReadOnlyMemory<byte> file) => (Bytes, Image, _gaps) = (new TorrentBytesInMemory(file), file, []);

    /// <summary>All of a file but its gaps.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="image">Its bytes without those in the gaps.</param>
    /// <param name="gaps">In order.</param>
    public TorrentOutline(TorrentBytes bytes, ReadOnlyMemory<byte> image, BencodeGap[] gaps) => (Bytes, Image, _gaps, IsPartial) = (bytes, image, gaps, true);

    /// <summary>The whole file.</summary>
    public TorrentBytes Bytes { get; }

    /// <summary>What of it is in memory.</summary>
    public ReadOnlyMemory<byte> Image { get; }

    /// <summary>The strings that are not, in order.</summary>
    public ReadOnlySpan<BencodeGap> Gaps => _gaps;

    /// <summary>Whether it was read without its hashes.</summary>
    public bool IsPartial { get; }

    /// <summary>Where in the file a token begins.</summary>
    /// <param name="at">Where in the image.</param>
    public int FileOffset(int at) => FileOffset(at, BencodeGap.LastBefore(_gaps, at + 1));

    /// <summary>Where in the file a string's first byte is.</summary>
    /// <param name="at">Where in the image.</param>
    public int StringOffset(int at) => FileOffset(at, BencodeGap.LastBefore(_gaps, at));

    /// <summary>Where in the file some tokens are.</summary>
    /// <param name="range">Where in the image.</param>
    public Range FilePlace(Range range) => FileOffset(range.Start.Value)..FileOffset(range.End.Value);

    /// <summary>Whether all of some tokens is in memory.</summary>
    /// <param name="range">Where in the image.</param>
    public bool IsWhole(Range range)
    {
        Range place = FilePlace(range);
        return place.End.Value - place.Start.Value == range.End.Value - range.Start.Value;
    }

    /// <summary>Whether two values are the same, byte for byte.</summary>
    /// <param name="left">Where in the image.</param>
    /// <param name="right">Likewise.</param>
    /// <returns>False also when the file cannot be read.</returns>
    public bool AreEqual(Range left, Range right)
    {
        if (!Image.Span[left].SequenceEqual(Image.Span[right])) return false;
        (left, right) = (FilePlace(left), FilePlace(right));
        int length = left.End.Value - left.Start.Value;
        if (length != right.End.Value - right.Start.Value) return false;
        if (!IsPartial) return true;
        byte[] one = ArrayPool<byte>.Shared.Rent(TorrentBytes.PartLength), other = ArrayPool<byte>.Shared.Rent(TorrentBytes.PartLength);
        bool areEqual = true;
        for (int done = 0, count; areEqual && done < length; done += count)
        {
            count = Math.Min(TorrentBytes.PartLength, length - done);
            areEqual = Bytes.TryRead(left.Start.Value + done, one.AsSpan(0, count)) && Bytes.TryRead(right.Start.Value + done, other.AsSpan(0, count))
                && one.AsSpan(0, count).SequenceEqual(other.AsSpan(0, count));
        }
        ArrayPool<byte>.Shared.Return(one);
        ArrayPool<byte>.Shared.Return(other);
        return areEqual;
    }

    /// <summary>Hashes some tokens as they stand in the file.</summary>
    /// <param name="range">Where in the image.</param>
    /// <param name="algorithm">The hash.</param>
    /// <param name="hash">Filled when true is returned.</param>
    /// <returns>False when the file cannot be read.</returns>
    public bool TryHash(Range range, HashAlgorithmName algorithm, Span<byte> hash)
    {
        if (!IsPartial)
        {
            CryptographicOperations.HashData(algorithm, Image.Span[range], hash);
            return true;
        }
        using var hashing = IncrementalHash.CreateHash(algorithm);
        byte[] part = ArrayPool<byte>.Shared.Rent(TorrentBytes.PartLength);
        Range place = FilePlace(range);
        bool isRead = true;
        for (int at = place.Start.Value, count; isRead && at < place.End.Value; at += count)
        {
            count = Math.Min(TorrentBytes.PartLength, place.End.Value - at);
            isRead = Bytes.TryRead(at, part.AsSpan(0, count));
            hashing.AppendData(part.AsSpan(0, count));
        }
        ArrayPool<byte>.Shared.Return(part);
        return isRead && hashing.TryGetHashAndReset(hash, out _);
    }

    private int FileOffset(int at, int gap) => gap < 0 ? at : at + _gaps[gap].Before + _gaps[gap].Length;
}
