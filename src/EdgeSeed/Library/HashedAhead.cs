using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;

namespace EdgeSeed.Library;

/// <summary>
/// Torrents of content that was hashed while it was waited for, the newest last: several copies often end within the same seconds. There are at most
/// <see cref="Most"/> with <see cref="MostBytes"/> together; only the newest may be larger, alone.
/// </summary>
internal sealed class HashedAhead
{
    /// <summary>Most that are kept, 16; the oldest goes for one more, and is hashed again.</summary>
    public const int Most = 16;

    /// <summary>Most bytes of <c>.torrent</c>s that are kept, 256 KiB: the pieces of some 3 GB of content.</summary>
    public const int MostBytes = 256 << 10;

    private readonly List<(ContentLocation Place, byte[] Fingerprint, MadeTorrent Made)> _kept = [];

    /// <summary>Keeps what was made of content, in place of what was made of it before.</summary>
    public void Keep(ContentLocation place, byte[] fingerprint, MadeTorrent made)
    {
        _kept.RemoveAll(one => one.Place.Equals(place));
        _kept.Add((place, fingerprint, made));
        int bytes = 0;
        foreach ((_, _, MadeTorrent one) in _kept) bytes += one.File.Length;
        while (_kept.Count > 1 && (_kept.Count > Most || bytes > MostBytes))
        {
            bytes -= _kept[0].Made.File.Length;
            _kept.RemoveAt(0);
        }
    }

    /// <summary>What was made of this very content.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="fingerprint">How it looks now.</param>
    /// <param name="isKept">Whether it is asked for again.</param>
    /// <returns>Null when there is none, or the content has changed.</returns>
    public MadeTorrent? Take(ContentLocation place, byte[] fingerprint, bool isKept)
    {
        int at = _kept.FindIndex(one => one.Place.Equals(place));
        if (at < 0) return null;
        bool isSame = _kept[at].Fingerprint.AsSpan().SequenceEqual(fingerprint);
        MadeTorrent? made = isSame ? _kept[at].Made : null;
        if (!isKept || !isSame) _kept.RemoveAt(at);
        return made;
    }
}
