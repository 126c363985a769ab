using EdgeSeed.Storage.Content;

namespace EdgeSeed.Engine.Buffers;

/// <summary>Bytes of a torrent's data or info dictionary on their way to one peer: which range they are, and the memory they lie in.</summary>
internal sealed class BlockBuffer(int capacity)
{
    /// <summary>The memory, as long as the pool was told.</summary>
    public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(capacity, pinned: true);

    /// <summary>Of whose share it is, while it is out.</summary>
    public int Drive { get; set; }

    /// <summary>Which edition of the torrent the bytes are of.</summary>
    public int Edition { get; set; }

    /// <summary>Whose bytes are held; null while none are.</summary>
    public BlockSource? Source { get; private set; }

    /// <summary>Offset in the source of the first byte held.</summary>
    public long Offset { get; private set; }

    /// <summary>Bytes held; 0 while nothing is.</summary>
    public int Length { get; private set; }

    /// <summary>Says which range has been read into the front of <see cref="Bytes"/>.</summary>
    public void Fill(BlockSource? source, long offset, int length) => (Source, Offset, Length) = (source, offset, length);

    /// <summary>Forgets what is held.</summary>
    public void Clear() => Fill(null, 0, 0);

    /// <summary>
    /// The bytes held of a source from <paramref name="offset"/> on, at most <paramref name="length"/>; empty when the range does not start here.
    /// </summary>
    public Span<byte> From(BlockSource source, long offset, int length)
    {
        long skip = offset - Offset;
        if (!ReferenceEquals(source, Source) || skip < 0 || skip >= Length) return [];
        return Bytes.AsSpan((int)skip, (int)Math.Min(length, Length - skip));
    }
}
