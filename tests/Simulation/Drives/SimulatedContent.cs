using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using Simulation.Worlds;

namespace Simulation.Drives;

/// <summary>What lies on a drive of one torrent: its true bytes in pieces that are good, something else in the others.</summary>
internal sealed class SimulatedContent(World world, SimulatedDrive drive, int number, TorrentLayout layout, TorrentData data, Bitfield good) : BlockSource
{
    /// <inheritdoc/>
    public override long TotalLength => layout.TotalLength;

    /// <inheritdoc/>
    public override bool IsCached => drive.IsCached;

    /// <inheritdoc/>
    public override StorageError? Read(long offset, Span<byte> buffer)
    {
        StorageError? error = drive.Read(number, offset, buffer.Length);
        if (error is null) Fill(offset, buffer);
        return error;
    }

    /// <inheritdoc/>
    public override void Announce(long offset, long length)
    {
    }

    /// <inheritdoc/>
    public override bool TryLease(long offset, int length, out FileLease lease, out StorageError? error)
    {
        (lease, error) = (default, null);
        if (!drive.IsCached || drive.IsGone) return false;
        world.Lease = (this, offset);
        return true;
    }

    /// <summary>Reads what the cache has.</summary>
    /// <returns>Bytes read; -1 where nobody says what is cached.</returns>
    public int ReadCached(long offset, Span<byte> buffer)
    {
        int count = drive.CachedFrom(number, offset, buffer.Length);
        if (count > 0) Fill(offset, buffer[..count]);
        return count;
    }

    private void Fill(long offset, Span<byte> buffer)
    {
        data.Fill(offset, buffer);
        for (int at = 0; at < buffer.Length;)
        {
            var piece = new PieceIndex((int)((offset + at) / layout.PieceLength));
            int end = (int)Math.Min(buffer.Length, layout.Offset(piece) + layout.PieceSize(piece) - offset);
            if (!good[piece])
            {
                foreach (ref byte wrong in buffer[at..end]) wrong = (byte)~wrong;
            }
            at = end;
        }
    }
}
