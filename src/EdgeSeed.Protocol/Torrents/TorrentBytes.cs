namespace EdgeSeed.Protocol.Torrents;

/// <summary>The bytes of a <c>.torrent</c>, which need not all be in memory. To be read by several threads at once.</summary>
public abstract class TorrentBytes
{
    /// <summary>Bytes that are best read at once, 32 KiB.</summary>
    public const int PartLength = 32 * 1024;

    /// <summary>Bytes of the file.</summary>
    public abstract int Length { get; }

    /// <summary>Reads a part.</summary>
    /// <param name="offset">From where; the part lies inside the file.</param>
    /// <param name="buffer">Filled when true is returned.</param>
    /// <returns>False when it cannot be read, or the file is another by now.</returns>
    public abstract bool TryRead(int offset, Span<byte> buffer);
}

/// <summary>All of a <c>.torrent</c> in memory.</summary>
internal sealed class TorrentBytesInMemory(ReadOnlyMemory<byte> file) : TorrentBytes
{
    public override int Length => file.Length;

    public override bool TryRead(int offset, Span<byte> buffer)
    {
        file.Span.Slice(offset, buffer.Length).CopyTo(buffer);
        return true;
    }
}
