using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Wire;

public ref partial struct ExtendedHandshake
{
    /// <summary>Writes what is said as the payload of an extended message 0 and returns its length.</summary>
    /// <param name="destination">At least <see cref="MaxWrittenBytes"/> and the client name's bytes.</param>
    public readonly int Write(Span<byte> destination)
    {
        var writer = new BencodeSpanWriter(destination);
        writer.WriteDictionaryStart();
        WriteFlag(ref writer, "e"u8, PrefersEncryption);
        WriteAddress(ref writer, "ipv4"u8, IPv4);
        WriteAddress(ref writer, "ipv6"u8, IPv6, asIPv6: true);
        writer.WriteKey("m"u8);
        writer.WriteDictionaryStart();
        WriteNumber(ref writer, "lt_donthave"u8, Extensions.DontHave);
        WriteNumber(ref writer, "upload_only"u8, Extensions.UploadOnly);
        WriteNumber(ref writer, "ut_holepunch"u8, Extensions.Holepunch);
        WriteNumber(ref writer, "ut_metadata"u8, Extensions.Metadata);
        WriteNumber(ref writer, "ut_pex"u8, Extensions.Pex);
        writer.WriteEnd();
        WriteNumber(ref writer, "metadata_size"u8, MetadataBytes > 0 ? MetadataBytes : ExtensionIds.NotSaid);
        WriteNumber(ref writer, "p"u8, Port > 0 ? Port : ExtensionIds.NotSaid);
        WriteNumber(ref writer, "reqq"u8, RequestQueueLength > 0 ? RequestQueueLength : ExtensionIds.NotSaid);
        WriteFlag(ref writer, "upload_only"u8, UploadOnly);
        if (!Client.IsEmpty)
        {
            writer.WriteKey("v"u8);
            writer.WriteString(Client);
        }
        WriteAddress(ref writer, "yourip"u8, YourAddress);
        writer.WriteEnd();
        return writer.Overflowed ? throw new ArgumentException("The destination is too short.") : writer.Length;
    }

    private static void WriteNumber(ref BencodeSpanWriter writer, ReadOnlySpan<byte> key, int value)
    {
        if (value < 0) return;
        writer.WriteKey(key);
        writer.WriteInteger(value);
    }

    private static void WriteFlag(ref BencodeSpanWriter writer, ReadOnlySpan<byte> key, bool? value)
    {
        if (value is { } flag) WriteNumber(ref writer, key, flag ? 1 : 0);
    }

    private static void WriteAddress(ref BencodeSpanWriter writer, ReadOnlySpan<byte> key, PeerEndPoint? address, bool asIPv6 = false)
    {
        if (address is not { } known) return;
        Span<byte> bytes = stackalloc byte[16];
        known.WriteAddress(bytes);
        writer.WriteKey(key);
        writer.WriteString(known.IsIPv4 && !asIPv6 ? bytes[12..] : bytes);
    }
}
