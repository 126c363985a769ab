using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Library;

namespace EdgeSeed.Web;

/// <summary>
/// A torrent file for one client: what stands around its info dictionary and its piece layers, which are read from the disk as they are sent. A reader who
/// takes his time then holds none of them.
/// </summary>
/// <param name="file">The <c>.torrent</c> that holds them.</param>
/// <param name="fileLength">Bytes of that file.</param>
/// <param name="info">Where in it the info dictionary is.</param>
/// <param name="layers">Where in it the piece layers are; empty for none.</param>
/// <param name="around">The client's file before, between and after them.</param>
internal sealed class DressedTorrent(ContentLocation file, int fileLength, Range info, Range layers, (byte[] Before, byte[] Between, byte[] After) around)
{
    /// <summary>Bytes of the whole.</summary>
    public long Length => around.Before.Length + LengthOf(info) + around.Between.Length + LengthOf(layers) + around.After.Length;

    /// <summary>Reads the next bytes.</summary>
    /// <param name="offset">From where, less than <see cref="Length"/>.</param>
    /// <param name="buffer">Not empty.</param>
    /// <returns>How many were read; 0 when the file is not what it was.</returns>
    public int Read(long offset, Span<byte> buffer)
    {
        int at = (int)offset;
        if (at < around.Before.Length) return Copy(around.Before.AsSpan(at), buffer);
        at -= around.Before.Length;
        if (at < LengthOf(info)) return Read(info, at, buffer);
        at -= LengthOf(info);
        if (at < around.Between.Length) return Copy(around.Between.AsSpan(at), buffer);
        at -= around.Between.Length;
        return at < LengthOf(layers) ? Read(layers, at, buffer) : Copy(around.After.AsSpan(at - LengthOf(layers)), buffer);
    }

    private static int LengthOf(Range place) => place.End.Value - place.Start.Value;

    private int Read(Range place, int at, Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, LengthOf(place) - at);
        return TorrentFileReader.ReadPart(file, fileLength, place.Start.Value + at, buffer[..count]) is null ? count : 0;
    }

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        from = from[..Math.Min(from.Length, to.Length)];
        from.CopyTo(to);
        return from.Length;
    }
}
