using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Wire;

/// <summary>
/// A message about the info dictionary (BEP 9, <c>ut_metadata</c>): a bencoded dictionary and, in data, the piece right behind it.
/// </summary>
/// <param name="Kind">Request, data or reject.</param>
/// <param name="Piece">Which 16 KiB of the info dictionary, counted from 0.</param>
/// <param name="TotalBytes">In data, bytes of the whole info dictionary; else 0.</param>
public readonly record struct MetadataMessage(MetadataMessageKind Kind, int Piece, int TotalBytes = 0)
{
    /// <summary>Bytes of a piece, but for the last.</summary>
    public const int PieceBytes = 16 * 1024;

    /// <summary>An info dictionary said to be larger is not fetched: 64 MiB hold the hashes of three million pieces.</summary>
    public const int MaxMetadataBytes = 64 * 1024 * 1024;

    /// <summary>A written message has at most so many bytes before its data.</summary>
    public const int MaxHeaderBytes = 72;

    /// <summary>Pieces of an info dictionary of that many bytes.</summary>
    public static int PieceCount(int totalBytes) => (int)(((long)totalBytes + PieceBytes - 1) / PieceBytes);

    /// <summary>Bytes of one piece of an info dictionary; 0 when there is no such piece.</summary>
    public static int PieceLength(int totalBytes, int piece) => (int)Math.Clamp(totalBytes - (long)piece * PieceBytes, 0, PieceBytes);

    /// <summary>Reads the payload of a <c>ut_metadata</c> message.</summary>
    /// <param name="payload">The whole payload.</param>
    /// <param name="message">What is said.</param>
    /// <param name="data">In data, the piece, exactly as long as <see cref="PieceLength"/> says; else empty. Borrows
    /// <paramref name="payload"/>.</param>
    /// <returns>False when the payload is no dictionary, lacks a kind or a piece, or the data has another length than its place
    /// demands.</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, out MetadataMessage message, out ReadOnlySpan<byte> data)
    {
        message = default;
        data = default;
        long kind = -1, piece = -1, total = 0;
        var reader = new BencodeReader(payload, BencodeLimits.Message);
        if (!reader.ReadDictionaryStart()) return false;
        while (reader.ReadKey(out ReadOnlySpan<byte> key) && reader.Read())
        {
            if (reader.Token != BencodeToken.Integer) reader.SkipChildren();
            else if (key.SequenceEqual("msg_type"u8)) kind = reader.Integer;
            else if (key.SequenceEqual("piece"u8)) piece = reader.Integer;
            else if (key.SequenceEqual("total_size"u8)) total = reader.Integer;
        }
        if (!reader.IsComplete || kind < 0) return false;
        if (kind > (long)MetadataMessageKind.Reject)
        {
            message = new MetadataMessage(MetadataMessageKind.Unknown, 0);
            return true;
        }
        if (piece is < 0 or >= MaxMetadataBytes / PieceBytes) return false;
        message = new MetadataMessage((MetadataMessageKind)kind, (int)piece);
        if (message.Kind != MetadataMessageKind.Data) return true;
        data = payload[reader.Position..];
        message = message with { TotalBytes = (int)Math.Clamp(total, 0, MaxMetadataBytes) };
        return total is > 0 and <= MaxMetadataBytes && !data.IsEmpty && data.Length == PieceLength((int)total, (int)piece);
    }

    /// <summary>Writes the dictionary and returns its length; the data goes right behind.</summary>
    /// <param name="destination">At least <see cref="MaxHeaderBytes"/> bytes.</param>
    public int WriteHeader(Span<byte> destination)
    {
        var writer = new BencodeSpanWriter(destination);
        writer.WriteDictionaryStart();
        writer.WriteKey("msg_type"u8);
        writer.WriteInteger((long)Kind);
        writer.WriteKey("piece"u8);
        writer.WriteInteger(Piece);
        if (Kind == MetadataMessageKind.Data)
        {
            writer.WriteKey("total_size"u8);
            writer.WriteInteger(TotalBytes);
        }
        writer.WriteEnd();
        return writer.Overflowed ? throw new ArgumentException("The destination is too short.") : writer.Length;
    }
}
