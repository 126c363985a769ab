using System.Buffers.Binary;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.State;

namespace EdgeSeed.Storage.Hashing;

/// <summary>
/// Lets the making of a torrent go on where an earlier attempt at the same content stopped. Payload of a state file of kind
/// <see cref="StateKind.Hashing"/>: the content's fingerprint (see <see cref="ContentFingerprint"/>), the piece count (4 bytes, little-endian), the
/// bitfield of the pieces that are hashed, and their SHA-1 digests one after the other.
/// </summary>
public sealed class MakeCheckpoint
{
    /// <summary>The payload's version.</summary>
    public const int Version = 1;

    private const int FixedLength = ContentFingerprint.Length + sizeof(int);

    private readonly Lock _lock = new();
    private readonly byte[] _fingerprint;
    private readonly ReadOnlyMemory<byte> _kept;
    private Bitfield? _done;
    private byte[] _digests = [];

    /// <summary>For content of this fingerprint.</summary>
    /// <param name="fingerprint">Of the content and how it is made.</param>
    /// <param name="kept">What an earlier <see cref="Take"/> gave; what is torn or of other content is not used.</param>
    public MakeCheckpoint(byte[] fingerprint, ReadOnlyMemory<byte> kept) => (_fingerprint, _kept) = (fingerprint, kept);

    /// <summary>The digests so far, to be kept; null when there are none.</summary>
    public byte[]? Take()
    {
        lock (_lock)
        {
            if (_done is not { IsEmpty: false } done) return null;
            byte[] payload = new byte[FixedLength + done.Span.Length + done.Count() * Metainfo.HashLength];
            _fingerprint.CopyTo(payload, 0);
            BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(ContentFingerprint.Length), done.Length);
            done.Span.CopyTo(payload.AsSpan(FixedLength));
            Span<byte> rest = payload.AsSpan(FixedLength + done.Span.Length);
            for (int from = 0; done.TryNextSet(from, out PieceIndex piece); from = piece.Value + 1, rest = rest[Metainfo.HashLength..])
            {
                _digests.AsSpan(piece.Value * Metainfo.HashLength, Metainfo.HashLength).CopyTo(rest);
            }
            return payload;
        }
    }

    /// <summary>Fills in what is known, and returns which pieces that are.</summary>
    internal Bitfield Begin(int pieces, byte[] digests)
    {
        lock (_lock)
        {
            _digests = digests;
            Bitfield known = Known(pieces);
            ReadOnlySpan<byte> rest = known.IsEmpty ? [] : _kept.Span[(FixedLength + known.Span.Length)..];
            for (int from = 0; known.TryNextSet(from, out PieceIndex piece); from = piece.Value + 1, rest = rest[Metainfo.HashLength..])
            {
                rest[..Metainfo.HashLength].CopyTo(digests.AsSpan(piece.Value * Metainfo.HashLength));
            }
            _done = new Bitfield(known.Span.ToArray(), pieces);
            return known;
        }
    }

    /// <summary>The digest of a piece is there now.</summary>
    internal void Hashed(PieceIndex piece)
    {
        lock (_lock) _done?.Set(piece);
    }

    private Bitfield Known(int pieces)
    {
        ReadOnlySpan<byte> kept = _kept.Span;
        int bits = Bitfield.ByteLength(pieces);
        bool isUsable = kept.Length >= FixedLength + bits && kept.StartsWith(_fingerprint)
            && BinaryPrimitives.ReadInt32LittleEndian(kept[ContentFingerprint.Length..]) == pieces
            && Bitfield.IsValid(kept.Slice(FixedLength, bits), pieces);
        if (!isUsable) return new Bitfield(pieces);
        var known = new Bitfield(kept.Slice(FixedLength, bits).ToArray(), pieces);
        return kept.Length == FixedLength + bits + known.Count() * Metainfo.HashLength ? known : new Bitfield(pieces);
    }
}
