using System.Buffers;
using System.Numerics;
using EdgeSeed.Protocol.Bencode;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Swarms;

/// <summary>
/// The piece layers (BEP 52) of a torrent of which only the info dictionary is known, row by row from peers. A row is believed when it and what came with
/// it give the root that the info dictionary has for the file; a layer takes memory with its first such row. Owned by the session loop.
/// </summary>
/// <param name="missing">The layers.</param>
/// <param name="pieceLength">Bytes of a piece.</param>
/// <param name="patientUntil">When it is gone on without what is missing still, where version 1 is there to go by; session milliseconds.</param>
/// <param name="now">The same, now.</param>
internal sealed class LayerFetch(IReadOnlyList<MissingLayer> missing, int pieceLength, long patientUntil, long now)
{
    private const int HashLength = MerkleTree.HashLength;

    private readonly byte[]?[] _layers = new byte[missing.Count][];

    // Rows that were asked for in vain: no more than are outstanding at a time.
    private readonly Stack<LayerRow> _returned = new();
    private LayerRow _next;
    private long _openRows = missing.Sum(static layer => (long)RowsOf(layer));

    /// <summary>Completes with the bencoded <c>piece layers</c>; empty when it was gone on without them.</summary>
    public TaskCompletionSource<ReadOnlyMemory<byte>> Completed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether nothing more is asked for.</summary>
    public bool IsOver => Completed.Task.IsCompleted;

    /// <summary>When it is gone on without them.</summary>
    public long PatientUntil => patientUntil;

    /// <summary>When a row last came, or the first was wanted.</summary>
    public long ProgressAt { get; private set; } = now;

    /// <summary>Bytes that all layers take.</summary>
    public static long BytesOf(IReadOnlyList<MissingLayer> missing) => missing.Sum(static layer => (long)layer.PieceCount * HashLength);

    /// <summary>Chooses a row that was not asked of anybody, or in vain.</summary>
    /// <returns>False when there is none.</returns>
    public bool TryNext(out LayerRow row)
    {
        if (_returned.TryPop(out row)) return true;
        row = _next;
        if (row.Layer == missing.Count) return false;
        _next = row.Number + 1 < RowsOf(missing[row.Layer]) ? row with { Number = row.Number + 1 } : new LayerRow(row.Layer + 1, 0);
        return true;
    }

    /// <summary>Takes back a row that was asked for in vain.</summary>
    public void Return(in LayerRow row) => _returned.Push(row);

    /// <summary>What peers are asked for the sake of a row: with all that leads to the root.</summary>
    public HashRequest RequestOf(in LayerRow row)
    {
        MissingLayer layer = missing[row.Layer];
        int width = (int)BitOperations.RoundUpToPowerOf2((uint)layer.PieceCount), count = WidthOf(layer);
        return new HashRequest(layer.Root, (uint)MerkleTree.PieceLayer(pieceLength), (uint)(row.Number * count), (uint)count, (uint)BitOperations.Log2((uint)width) - 1);
    }

    /// <summary>Takes an answer to what <see cref="RequestOf"/> asks.</summary>
    /// <returns>Whether it is right.</returns>
    public bool TryTake(in LayerRow row, ReadOnlySpan<byte> hashes, long now)
    {
        if (!RequestOf(row).IsAnsweredBy(hashes)) return false;
        MissingLayer layer = missing[row.Layer];
        Span<byte> whole = _layers[row.Layer] ??= new byte[layer.PieceCount * HashLength];
        Span<byte> place = whole[(row.Number * WidthOf(layer) * HashLength)..];
        hashes[..Math.Min(place.Length, WidthOf(layer) * HashLength)].CopyTo(place);
        ProgressAt = now;
        if (--_openRows == 0) Completed.TrySetResult(Write());
        return true;
    }

    private ReadOnlyMemory<byte> Write()
    {
        const int mostAround = 16;
        var output = new ArrayBufferWriter<byte>((int)BytesOf(missing) + missing.Count * (HashLength + mostAround) + mostAround);
        var writer = new BencodeWriter(output);
        writer.WriteDictionaryStart();
        int[] byRoot = [.. Enumerable.Range(0, missing.Count)];
        Array.Sort(byRoot, (left, right) => missing[left].Root.Span.SequenceCompareTo(missing[right].Root.Span));
        foreach (int layer in byRoot)
        {
            writer.WriteKey(missing[layer].Root.Span);
            writer.WriteString(_layers[layer]);
            _layers[layer] = null;
        }
        writer.WriteEnd();
        return output.WrittenMemory;
    }

    private static int WidthOf(in MissingLayer layer) => (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)layer.PieceCount), HashRequest.MaxCount);

    private static int RowsOf(MissingLayer layer) => (layer.PieceCount - 1) / WidthOf(layer) + 1;
}

/// <summary>A row of hashes of one layer, as many as are asked for at a time.</summary>
/// <param name="Layer">Which of the layers that are missing.</param>
/// <param name="Number">Which row of it.</param>
internal readonly record struct LayerRow(int Layer, int Number);

/// <summary>What a connection holds while piece layers are fetched from it.</summary>
internal sealed class LayerPeer
{
    /// <summary>Rows asked of one peer at a time, 4: each comes as a message of up to 17 KiB.</summary>
    public const int MaxAsked = 4;

    /// <summary>What it was asked for and has not answered, in that order.</summary>
    public List<AskedRow> Asked { get; } = new(MaxAsked);

    /// <summary>When it last answered: session milliseconds; 0 for never.</summary>
    public long AnsweredAt { get; set; }

    /// <summary>It refused or did not answer: it is asked again from then on. Session milliseconds.</summary>
    public long AskAgainAt { get; set; }

    /// <summary>Answers to what it was not asked, or was too late with.</summary>
    public int Unasked { get; set; }
}

/// <summary>A row that a peer was asked for.</summary>
/// <param name="Row">Which.</param>
/// <param name="AskedAt">Session milliseconds.</param>
internal readonly record struct AskedRow(LayerRow Row, long AskedAt);
