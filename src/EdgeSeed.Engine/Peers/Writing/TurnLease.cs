using EdgeSeed.Storage.Content;

namespace EdgeSeed.Engine.Peers.Writing;

/// <summary>
/// An open file lent for one peer's turn, with the range of a torrent that may be read from it: neighbouring blocks are looked up once. The
/// default value covers nothing.
/// </summary>
/// <param name="source">Whose bytes.</param>
/// <param name="from">First byte of the range in the source.</param>
/// <param name="length">Bytes of the range.</param>
/// <param name="lease">The file, from <paramref name="from"/> on; owned from now on.</param>
internal struct TurnLease(BlockSource source, long from, int length, FileLease lease) : IDisposable
{
    private BlockSource? _source = source;

    /// <summary>The file's descriptor.</summary>
    public readonly int Descriptor => lease.Descriptor;

    /// <summary>Whether these bytes may be read from the file.</summary>
    public readonly bool Covers(BlockSource asked, long offset, int count) =>
        ReferenceEquals(asked, _source) && offset >= from && offset + count <= from + length;

    /// <summary>Where a byte of the source lies within the file.</summary>
    public readonly long Position(long offset) => lease.Offset + (offset - from);

    /// <summary>Gives the file back; again has no effect.</summary>
    public void Dispose()
    {
        if (_source is null) return;
        _source = null;
        lease.Dispose();
    }
}
