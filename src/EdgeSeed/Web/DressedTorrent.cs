using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Library;

namespace EdgeSeed.Web;

/// <summary>
/// A torrent file for one client: what stands around its info dictionary, which is read from the disk as it is sent. A reader who takes his time then
/// holds none of it.
/// </summary>
/// <param name="file">The <c>.torrent</c> that holds the info dictionary.</param>
/// <param name="fileLength">Bytes of that file.</param>
/// <param name="infoStart">Where in it the info dictionary begins.</param>
/// <param name="infoLength">Bytes of the info dictionary.</param>
/// <param name="around">The client's file before and after it.</param>
internal sealed class DressedTorrent(ContentLocation file, long fileLength, int infoStart, int infoLength, (byte[] Before, byte[] After) around)
{
    /// <summary>Bytes of the whole.</summary>
    public long Length => around.Before.Length + infoLength + around.After.Length;

    /// <summary>Reads the next bytes.</summary>
    /// <param name="offset">From where, less than <see cref="Length"/>.</param>
    /// <param name="buffer">Not empty.</param>
    /// <returns>How many were read; 0 when the file is not what it was.</returns>
    public int Read(long offset, Span<byte> buffer)
    {
        long inInfo = offset - around.Before.Length;
        if (inInfo < 0) return Copy(around.Before.AsSpan((int)offset), buffer);
        if (inInfo >= infoLength) return Copy(around.After.AsSpan((int)(inInfo - infoLength)), buffer);
        int count = (int)Math.Min(buffer.Length, infoLength - inInfo);
        return TorrentFileReader.ReadPart(file, fileLength, infoStart + inInfo, buffer[..count]) is null ? count : 0;
    }

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        from = from[..Math.Min(from.Length, to.Length)];
        from.CopyTo(to);
        return from.Length;
    }
}
