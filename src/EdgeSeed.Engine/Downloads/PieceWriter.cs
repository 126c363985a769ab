using System.Buffers.Binary;
using System.Security.Cryptography;
using EdgeSeed.Engine.Pieces;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Targets;

namespace EdgeSeed.Engine.Downloads;

/// <summary>
/// Writes blocks to their targets and hashes pieces. A block that continues what is hashed of its piece is hashed while it is in memory; what came out
/// of order is read back from the page cache when its turn has come. Used by one thread.
/// </summary>
internal sealed class PieceWriter : IDisposable
{
    /// <summary>Of a smaller piece the write itself finds room as quickly.</summary>
    private const int LeastReservedBlocks = 4;

    private readonly Stack<PieceDigest>[] _digests = [new(), new(), new()];
    private readonly ReadOnlyMemory<byte>[] _parts = new ReadOnlyMemory<byte>[BlockTarget.MaxParts];
    private readonly byte[] _scratch = GC.AllocateUninitializedArray<byte>(TorrentLayout.BlockLength);

    /// <summary>How many blocks from one on continue each other, so that one call writes them.</summary>
    public static int RunLength(List<IncomingBlock> batch, int from)
    {
        int count = 1;
        while (count < BlockTarget.MaxParts && from + count < batch.Count)
        {
            IncomingBlock last = batch[from + count - 1], next = batch[from + count];
            if (next.Piece != last.Piece || next.Number != last.Number + 1) break;
            count++;
        }
        return count;
    }

    /// <summary>
    /// Writes and hashes blocks of one piece that continue each other. A fault of ours ends this run and not the thread: its piece is begun anew, as when
    /// the target fails.
    /// </summary>
    /// <returns>Whether the session loop should not be late for what became of them.</returns>
    public bool Write(ReadOnlySpan<IncomingBlock> run)
    {
        try
        {
            return WriteRun(run);
        }
        catch (Exception bug)
        {
            foreach (IncomingBlock block in run)
            {
                block.Bug = bug;
                block.Error = StorageError.Found(StorageOperation.Write, block.Torrent!.Torrent.InfoHash.ToString(), StorageFault.System, bug.Message);
            }
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Stack<PieceDigest> free in _digests)
        {
            while (free.TryPop(out PieceDigest? digest)) digest.Dispose();
        }
    }

    private bool WriteRun(ReadOnlySpan<IncomingBlock> run)
    {
        IncomingBlock first = run[0];
        var target = (BlockTarget)first.Torrent!.Torrent.Download!.Target;
        long start = first.Torrent.Torrent.Layout.Offset(first.Piece!.Piece);
        if (first.Piece is { IsReserved: false, BlockCount: >= LeastReservedBlocks } begun)
        {
            begun.IsReserved = true;
            target.Reserve(start, begun.Size);
        }
        for (int i = 0; i < run.Length; i++) _parts[i] = run[i].Content;
        StorageError? error = target.Write(start + (long)first.Number * TorrentLayout.BlockLength, _parts.AsSpan(0, run.Length));
        bool isNews = error is not null;
        foreach (IncomingBlock block in run)
        {
            block.Error = error;
            if (error is not null) continue;
            Hash(block, target, start);
            isNews |= block.Verdict != PieceVerdict.Open || block.Error is not null;
        }
        return isNews;
    }

    private void Hash(IncomingBlock block, BlockTarget target, long start)
    {
        ActivePiece piece = block.Piece!;
        piece.Written.Set(new PieceIndex(block.Number));
        bool isNext = block.Number * TorrentLayout.BlockLength == piece.HashedBytes;
        // Of a piece of which only the wrong blocks are fetched anew, the first may be there already.
        if (!isNext && !piece.Written[new PieceIndex(piece.HashedBytes / TorrentLayout.BlockLength)]) return;
        piece.Hash ??= Begin(block.Torrent!.Torrent, piece);
        if (isNext)
        {
            piece.Hash.Append(block.Content.Span);
            piece.HashedBytes += block.Length;
        }
        if (CatchUp(block, piece, target, start) && piece.HashedBytes == piece.Size) Conclude(block, piece, target, start);
    }

    private PieceDigest Begin(SeedTorrent torrent, ActivePiece piece)
    {
        DownloadOrder order = torrent.Download!;
        PieceDigest digest = _digests[(int)order.CheckedBy].TryPop(out PieceDigest? free) ? free : new PieceDigest(order.CheckedBy);
        digest.Begin(order.FilePieceAt(torrent.Layout, piece.Piece));
        return digest;
    }

    /// <summary>Hashes blocks that came before it was their turn.</summary>
    private bool CatchUp(IncomingBlock block, ActivePiece piece, BlockTarget target, long start)
    {
        while (piece.HashedBytes < piece.Size)
        {
            int next = piece.HashedBytes / TorrentLayout.BlockLength;
            if (!piece.Written[new PieceIndex(next)]) break;
            Span<byte> bytes = _scratch.AsSpan(0, piece.LengthOf(next));
            block.Error = target.Read(start + piece.HashedBytes, bytes);
            if (block.Error is not null) return false;
            piece.Hash!.Append(bytes);
            piece.HashedBytes += bytes.Length;
        }
        return true;
    }

    private void Conclude(IncomingBlock block, ActivePiece piece, BlockTarget target, long start)
    {
        DownloadOrder order = block.Torrent!.Torrent.Download!;
        ReadOnlySpan<byte> digest = piece.Hash!.Finish(stackalloc byte[PieceDigest.MaxLength]);
        _digests[(int)order.CheckedBy].Push(piece.Hash);
        piece.Hash = null;
        if (order.IsRight(piece.Piece, digest) is not { } isRight)
        {
            block.Error = StorageError.Found(StorageOperation.Read, "the hashes of its pieces", StorageFault.Changed, "its .torrent is away, or another by now");
            return;
        }
        block.Verdict = isRight ? PieceVerdict.Right : PieceVerdict.Wrong;
        if (block.Verdict == PieceVerdict.Wrong || piece.IsExclusive)
        {
            block.Error = DigestBlocks(HashAlgorithmName.SHA1, piece, piece.Size, target, start, out long[] digests);
            if (block.Error is null) piece.BlockDigests = digests;
        }
        if (block is { Verdict: PieceVerdict.Wrong, Error: null } && order.FileHashes is not null)
        {
            int fileLength = order.FilePieceAt(block.Torrent.Torrent.Layout, piece.Piece).Length;
            block.Error = DigestBlocks(HashAlgorithmName.SHA256, piece, fileLength, target, start, out long[] leaves);
            if (block.Error is null) piece.LeafDigests = leaves;
        }
    }

    /// <summary>The beginning of each block's own hash, as far as the first so many bytes of the piece go; 0 of what lies behind.</summary>
    private StorageError? DigestBlocks(HashAlgorithmName algorithm, ActivePiece piece, int length, BlockTarget target, long start, out long[] digests)
    {
        digests = new long[piece.BlockCount];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        for (int number = 0, at = 0; at < length; number++, at += TorrentLayout.BlockLength)
        {
            Span<byte> bytes = _scratch.AsSpan(0, Math.Min(TorrentLayout.BlockLength, length - at));
            if (target.Read(start + at, bytes) is { } error) return error;
            CryptographicOperations.HashData(algorithm, bytes, digest);
            digests[number] = BinaryPrimitives.ReadInt64LittleEndian(digest);
        }
        return null;
    }
}
