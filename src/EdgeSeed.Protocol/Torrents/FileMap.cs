namespace EdgeSeed.Protocol.Torrents;

/// <summary>Finds the files behind a byte range of the torrent. Holds 8 bytes a file and neither names nor hashes.</summary>
public sealed class FileMap
{
    private readonly long[] _ends;

    /// <summary>Maps files that follow one another without gaps, in the order given.</summary>
    public FileMap(IReadOnlyList<TorrentFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        _ends = new long[files.Count];
        for (int i = 0; i < _ends.Length; i++) _ends[i] = files[i].End;
    }

    /// <summary>Bytes of all files.</summary>
    public long TotalLength => _ends.Length == 0 ? 0 : _ends[^1];

    /// <summary>
    /// The stretches of files that hold a byte range, in order, for <c>foreach</c>; files of no bytes are passed over. Allocates nothing.
    /// </summary>
    /// <param name="offset">First byte in the torrent's stream.</param>
    /// <param name="length">Bytes; 0 gives no stretches.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not inside the torrent.</exception>
    public FileExtents Extents(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, TotalLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, TotalLength - offset);
        return new FileExtents(_ends, FileAt(offset), offset, length);
    }

    // The first file that ends after the offset: that one holds the byte, whatever empty files share its start.
    private int FileAt(long offset)
    {
        int low = 0, high = _ends.Length;
        while (low < high)
        {
            int middle = (int)((uint)(low + high) >> 1);
            if (_ends[middle] > offset) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
