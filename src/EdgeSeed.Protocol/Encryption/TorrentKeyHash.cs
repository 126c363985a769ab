namespace EdgeSeed.Protocol.Encryption;

/// <summary>
/// The SHA-1 of <c>req2</c> and an info-hash: by it a connecting peer says which torrent it means without saying the info-hash. A table of these
/// finds the torrent at once.
/// </summary>
/// <param name="Digest">The 20 bytes.</param>
public readonly record struct TorrentKeyHash(InfoHash Digest)
{
    /// <summary>The hash by which a torrent is asked for.</summary>
    public static TorrentKeyHash Of(InfoHash infoHash)
    {
        Span<byte> digest = stackalloc byte[InfoHash.Length];
        EncryptionKeys.Hash("req2"u8, infoHash.Span, digest);
        return new TorrentKeyHash(new InfoHash(digest));
    }
}
