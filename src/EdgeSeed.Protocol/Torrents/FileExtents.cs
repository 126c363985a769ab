namespace EdgeSeed.Protocol.Torrents;

/// <summary>The stretches of files behind a byte range, made by <see cref="FileMap.Extents"/>; enumerates itself.</summary>
public ref struct FileExtents
{
    private readonly ReadOnlySpan<long> _ends;
    private int _file;
    private long _offset;
    private long _left;

    internal FileExtents(ReadOnlySpan<long> ends, int file, long offset, long length)
    {
        _ends = ends;
        _file = file;
        _offset = offset;
        _left = length;
    }

    /// <summary>The stretch that the last <see cref="MoveNext"/> found.</summary>
    public FileExtent Current { get; private set; }

    /// <summary>Itself, for <c>foreach</c>.</summary>
    public readonly FileExtents GetEnumerator() => this;

    /// <summary>Goes to the next stretch.</summary>
    /// <returns>False after the last.</returns>
    public bool MoveNext()
    {
        if (_left == 0) return false;
        while (_ends[_file] <= _offset) _file++;
        long start = _file == 0 ? 0 : _ends[_file - 1];
        long length = Math.Min(_left, _ends[_file] - _offset);
        Current = new FileExtent(_file, _offset - start, length);
        _offset += length;
        _left -= length;
        return true;
    }
}

/// <summary>A stretch of one file that holds part of a byte range of the torrent.</summary>
/// <param name="FileIndex">Index in <see cref="Metainfo.Files"/>.</param>
/// <param name="FileOffset">First byte within the file.</param>
/// <param name="Length">Bytes; at least 1.</param>
public readonly record struct FileExtent(int FileIndex, long FileOffset, long Length);
