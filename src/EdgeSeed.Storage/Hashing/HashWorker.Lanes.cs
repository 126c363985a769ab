using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Hashing.Lanes;

namespace EdgeSeed.Storage.Hashing;

/// <content>
/// Several pieces at once, a part of each at a time. Their parts lie apart on the medium, so the pieces are announced first, in order and
/// as a whole; the kernel's cache, not this process, then holds what waits for its turn.
/// </content>
internal sealed partial class HashWorker
{
    private readonly LaneSha1? _lanes;
    private readonly ContentReader[] _laneReaders;
    private readonly PieceDigest[] _trees;
    private readonly int _partBytes;
    private readonly int _stride;

    private void RunTogether(LaneSha1 lanes)
    {
        Span<PieceIndex> pieces = stackalloc PieceIndex[lanes.Lanes];
        while (true)
        {
            int count = 0;
            lock (_hasher.Medium)
            {
                while (count < pieces.Length && !_hasher.IsOver && TryNext(out pieces[count]))
                {
                    _reader.Announce(_layout.Offset(pieces[count]), _layout.PieceSize(pieces[count]));
                    count++;
                }
            }
            if (count == 0 || _hasher.IsOver) return;
            // The content's last piece is shorter than the others, and a few pieces are sooner done one by one.
            int together = _layout.PieceSize(pieces[count - 1]) == _layout.PieceLength ? count : count - 1;
            if (together < (lanes.Lanes + 1) / 2) together = 0;
            else HashTogether(lanes, pieces[..together]);
            foreach (PieceIndex piece in pieces[together..count])
            {
                if (_hasher.IsOver) return;
                StorageError? error = ReadPart(piece, 0, out int filled);
                HashAlone(piece, filled, error);
            }
        }
    }

    private void HashTogether(LaneSha1 lanes, ReadOnlySpan<PieceIndex> pieces)
    {
        Span<bool> failed = stackalloc bool[pieces.Length];
        int whole = pieces.Length;
        for (int i = 0; i < _trees.Length && i < pieces.Length; i++) _trees[i].Begin(_hasher.Input.FilePieceAt(pieces[i]));
        for (int done = 0, length; done < _layout.PieceLength && whole > 0; done += length)
        {
            length = Math.Min(_partBytes, _layout.PieceLength - done);
            for (int i = 0; i < pieces.Length; i++)
            {
                if (_hasher.IsOver) return;
                if (failed[i]) continue;
                Span<byte> part = _buffer.AsSpan(i * _stride, length);
                if (_laneReaders[i].Read(_layout.Offset(pieces[i]) + done, part, 0) is not { } error)
                {
                    if (_trees.Length > 0) _trees[i].Append(part);
                    continue;
                }
                failed[i] = true;
                whole--;
                _hasher.Failed(pieces[i], done, _laneReaders[i].FileIndex, error);
            }
            lanes.Append(_buffer, _stride, length);
            _hasher.Report((long)length * whole, _laneReaders[0].FileIndex);
        }
        Span<byte> digests = stackalloc byte[LaneSha1.MaxLanes * LaneSha1.DigestBytes], digest = stackalloc byte[PieceDigest.MaxLength];
        lanes.Finish(digests);
        for (int i = 0; i < pieces.Length; i++)
        {
            int length = LaneSha1.DigestBytes;
            digests.Slice(i * length, length).CopyTo(digest);
            if (_trees.Length > 0) length += _trees[i].Finish(digest[length..]).Length;
            if (!failed[i]) _hasher.Hashed(pieces[i], digest[..length]);
        }
    }
}
