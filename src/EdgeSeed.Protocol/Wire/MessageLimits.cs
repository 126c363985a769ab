namespace EdgeSeed.Protocol.Wire;

/// <summary>How large a peer message may be. A message over its limit is invalid as soon as its length and number are read.</summary>
public readonly record struct MessageLimits
{
    /// <summary>
    /// Pieces of a torrent whose metadata is not known yet: a bitfield may then have up to <see cref="MaxBitfieldBytes"/>.
    /// </summary>
    public const int UnknownPieceCount = -1;

    /// <summary>Bytes of the longest bitfield accepted while the number of pieces is not known: 16 million pieces.</summary>
    public const int MaxBitfieldBytes = 2 * 1024 * 1024;

    /// <summary>
    /// The limits for a torrent of that many pieces, or <see cref="UnknownPieceCount"/>; all other limits at their defaults.
    /// </summary>
    public MessageLimits(int pieceCount) => PieceCount = pieceCount;

    /// <summary>Pieces of the torrent: a bitfield must have exactly so many bits, rounded up to bytes.</summary>
    public int PieceCount { get; }

    /// <summary>Bytes of the longest block in a piece message; default 128 KiB.</summary>
    public int MaxBlockBytes { get; init; } = 128 * 1024;

    /// <summary>Bytes of the longest extended message's payload; default 32 KiB, twice a metadata piece (BEP 9).</summary>
    public int MaxExtendedBytes { get; init; } = 32 * 1024;

    /// <summary>Bytes of the longest hashes message (BEP 52), the request before them counted; default that of all that can be asked for.</summary>
    public int MaxHashesBytes { get; init; } = HashRequest.MaxAnswerLength;

    /// <summary>Bytes of the longest unknown message that is passed over; default 128 KiB.</summary>
    public int MaxUnknownBytes { get; init; } = 128 * 1024;
}
