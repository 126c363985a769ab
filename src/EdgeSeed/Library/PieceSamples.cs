using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;

namespace EdgeSeed.Library;

/// <summary>Trust in what was verified once: samples of it when a drive comes back.</summary>
internal sealed class PieceSamples(RootState root)
{
    /// <summary>Time that samples may take before a drive's torrents are seeded; those that come later are left to the patrol.</summary>
    public static readonly TimeSpan MaxSampling = TimeSpan.FromSeconds(3);

    private long _began;

    /// <summary>Time runs from now on.</summary>
    public void Begin() => _began = root.Basis.Time.GetTimestamp();

    /// <summary>Hashes a few pieces, chosen at random, of data that looks as it did when it was verified.</summary>
    public async Task<bool> AreRightAsync(Metainfo torrent, ContentLocation data, Bitfield verified, LibraryOptions options, CancellationToken cancellation)
    {
        if (!root.IsReturning || verified.IsEmpty || options.Drives.RecheckPieces == 0 || root.Basis.Time.GetElapsedTime(_began) > MaxSampling) return true;
        return await Task.Run(
            () =>
            {
                using var probe = new PieceProbe(torrent, data);
                for (int i = Math.Min(options.Drives.RecheckPieces, torrent.PieceCount); i > 0; i--)
                {
                    var piece = new PieceIndex(Random.Shared.Next(torrent.PieceCount));
                    if (!verified[piece]) continue;
                    // One that cannot be read says nothing about the others; it is withheld when somebody asks for it.
                    if (!probe.IsRight(piece, out StorageError? error, cancellation) && error is null) return false;
                    if (error is { Fault: StorageFault.MediumFailed }) root.Reads.Failed(error);
                    if (root.Basis.Time.GetElapsedTime(_began) > MaxSampling) break;
                }
                return true;
            },
            cancellation).ConfigureAwait(false);
    }
}
