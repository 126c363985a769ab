using System.Buffers.Binary;
using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Wire;

/// <summary>
/// The handshake of the extension protocol (BEP 10, 9, 11, 21, 54): extended message 0. It may be sent again to change what was said; what
/// is not said anew stays as it was. Keys may come in any order, unknown ones are ignored, and a value of the wrong type or out of range is
/// as if it were not there.
/// </summary>
public ref partial struct ExtendedHandshake
{
    /// <summary>A longer client name is cut off here when it is read.</summary>
    public const int MaxClientBytes = 64;

    /// <summary>A written handshake is at most so many bytes longer than its client name.</summary>
    public const int MaxWrittenBytes = 320;

    /// <summary>A handshake in which nothing is said.</summary>
    public ExtendedHandshake()
    {
    }

    /// <summary>The sender's numbers for extended messages.</summary>
    public ExtensionIds Extensions { get; set; } = ExtensionIds.None;

    /// <summary>
    /// Client name and version, UTF-8 by rule but any bytes in practice: to be made printable before it is shown. Empty when not said.
    /// </summary>
    public ReadOnlySpan<byte> Client { get; set; }

    /// <summary>The sender's listening TCP port; 0 when not said.</summary>
    public ushort Port { get; set; }

    /// <summary>How many requests the sender keeps without dropping any; 0 when not said (BEP 10 then assumes 250).</summary>
    public int RequestQueueLength { get; set; }

    /// <summary>Bytes of the info dictionary (BEP 9); 0 when not said. At most <see cref="MetadataMessage.MaxMetadataBytes"/>.</summary>
    public int MetadataBytes { get; set; }

    /// <summary>The receiver's address as the sender sees it; its port means nothing.</summary>
    public PeerEndPoint? YourAddress { get; set; }

    /// <summary>A further IPv4 address of the sender; its port means nothing.</summary>
    public PeerEndPoint? IPv4 { get; set; }

    /// <summary>A further IPv6 address of the sender; its port means nothing.</summary>
    public PeerEndPoint? IPv6 { get; set; }

    /// <summary>Whether the sender downloads nothing (BEP 21); null when not said.</summary>
    public bool? UploadOnly { get; set; }

    /// <summary>Whether the sender would rather be spoken to encrypted; null when not said.</summary>
    public bool? PrefersEncryption { get; set; }

    /// <summary>Reads the payload of an extended message 0.</summary>
    /// <param name="payload">The whole payload; bytes behind the dictionary are ignored.</param>
    /// <param name="handshake">What is said; <see cref="Client"/> borrows <paramref name="payload"/>.</param>
    /// <param name="error">What is wrong and at which byte.</param>
    /// <returns>Whether the payload is a bencoded dictionary.</returns>
    public static bool TryParse(ReadOnlySpan<byte> payload, out ExtendedHandshake handshake, out BencodeError error)
    {
        handshake = new ExtendedHandshake();
        var reader = new BencodeReader(payload, BencodeLimits.Message);
        if (reader.ReadDictionaryStart())
        {
            while (reader.ReadKey(out ReadOnlySpan<byte> key) && reader.Read())
            {
                if (reader.Token == BencodeToken.Integer) handshake.TakeInteger(key, reader.Integer);
                else if (reader.Token == BencodeToken.String) handshake.TakeString(key, reader.String);
                else if (reader.Token != BencodeToken.DictionaryStart || !key.SequenceEqual("m"u8)) reader.SkipChildren();
                else handshake.Extensions = ReadExtensions(ref reader);
            }
        }
        error = reader.Error;
        return error.Fault == BencodeFault.None;
    }

    private static ExtensionIds ReadExtensions(ref BencodeReader reader)
    {
        ExtensionIds ids = ExtensionIds.None;
        while (reader.ReadKey(out ReadOnlySpan<byte> name) && reader.Read())
        {
            long number = reader.Integer;
            bool isNumber = reader.Token == BencodeToken.Integer && number is >= 0 and <= byte.MaxValue;
            reader.SkipChildren();
            if (!isNumber) continue;
            if (name.SequenceEqual("ut_metadata"u8)) ids = ids with { Metadata = (int)number };
            else if (name.SequenceEqual("ut_pex"u8)) ids = ids with { Pex = (int)number };
            else if (name.SequenceEqual("lt_donthave"u8)) ids = ids with { DontHave = (int)number };
            else if (name.SequenceEqual("ut_holepunch"u8)) ids = ids with { Holepunch = (int)number };
            else if (name.SequenceEqual("upload_only"u8)) ids = ids with { UploadOnly = (int)number };
        }
        return ids;
    }

    private void TakeInteger(ReadOnlySpan<byte> key, long value)
    {
        if (key.SequenceEqual("p"u8) && value is > 0 and <= ushort.MaxValue) Port = (ushort)value;
        else if (key.SequenceEqual("reqq"u8) && value > 0) RequestQueueLength = (int)Math.Min(value, int.MaxValue);
        else if (key.SequenceEqual("metadata_size"u8) && value is > 0 and <= MetadataMessage.MaxMetadataBytes) MetadataBytes = (int)value;
        else if (key.SequenceEqual("upload_only"u8)) UploadOnly = value != 0;
        else if (key.SequenceEqual("e"u8)) PrefersEncryption = value != 0;
    }

    private void TakeString(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("v"u8)) Client = value[..Math.Min(value.Length, MaxClientBytes)];
        else if (key.SequenceEqual("yourip"u8) && value.Length is 4 or 16) YourAddress = ReadAddress(value);
        else if (key.SequenceEqual("ipv4"u8) && value.Length == 4) IPv4 = ReadAddress(value);
        else if (key.SequenceEqual("ipv6"u8) && value.Length == 16) IPv6 = ReadAddress(value);
    }

    private static PeerEndPoint ReadAddress(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 4 ? PeerEndPoint.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes), 0) : PeerEndPoint.FromIPv6(bytes, 0);
}
