using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using EdgeSeed.Protocol.Addresses;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Protocol.Torrents;

public sealed partial class MagnetLink
{
    private const string Scheme = "magnet:?";
    private const string Version1 = "urn:btih:";
    private const string Version2 = "urn:btmh:";

    // How a multihash says that SHA-256 follows, in 32 bytes.
    private const string Sha256 = "1220";

    /// <summary>
    /// Reads a magnet link. Keys may carry a number (<c>tr.1</c>) and be of either case; unknown ones are passed over, a length that is none is as good
    /// as none, a <c>%</c> that begins no escape is itself, and what there is to say of addresses is in <see cref="Remarks"/>. A link without an
    /// info-hash is refused, and so is one with two different ones of a version. A broken one of version 2 beside one of version 1 is passed over.
    /// </summary>
    /// <param name="text">The link; white space around it is dropped.</param>
    /// <param name="link">The link, when true is returned.</param>
    /// <param name="error">What is wrong and where, when false is returned.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out MagnetLink? link, out MagnetError error)
    {
        ArgumentNullException.ThrowIfNull(text);
        link = null;
        ReadOnlySpan<char> rest = text.AsSpan().TrimEnd();
        int at = rest.Length - rest.TrimStart().Length;
        rest = rest.TrimStart();
        if (rest.Length > MaxLength) return Refuse($"the link is longer than {MaxLength} characters", at, out error);
        if (!rest.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return Refuse("a magnet link starts with 'magnet:?'", at, out error);

        var parts = new Parts();
        foreach (Range range in rest[Scheme.Length..].Split('&'))
        {
            ReadOnlySpan<char> part = rest[Scheme.Length..][range];
            string? fault = parts.Take(part);
            if (fault is not null) return Refuse(fault, at + Scheme.Length + range.Start.Value, out error);
        }
        if ((parts.InfoHash ?? parts.InfoHashV2?.Truncated) is not { } infoHash)
        {
            string message = parts.HasVersion2
                ? "the info-hash of version 2 (xt=urn:btmh:…) is not 1220 and 64 hexadecimal digits"
                : "the link names no torrent (xt=urn:btih:… or xt=urn:btmh:…)";
            return Refuse(message, at, out error);
        }
        error = default;
        link = new MagnetLink
        {
            InfoHash = infoHash,
            InfoHashV2 = parts.InfoHashV2,
            Name = parts.Name,
            ExactLength = parts.ExactLength,
            Trackers = parts.Trackers,
            WebSeeds = parts.WebSeeds,
            Peers = parts.Peers,
            Remarks = parts.Remarks,
        };
        return true;
    }

    private static bool Refuse(string message, int offset, out MagnetError error)
    {
        error = new MagnetError(message, offset);
        return false;
    }

    // A '+' is a space in a name, as browsers write forms, but itself in an address.
    private static byte[] Decode(ReadOnlySpan<char> value, bool plusIsSpace)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value.ToString());
        int written = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            int high = bytes[i] == '%' && i + 2 < bytes.Length ? PercentEncoding.HexValue(bytes[i + 1]) : -1;
            int low = high >= 0 ? PercentEncoding.HexValue(bytes[i + 2]) : -1;
            if (low >= 0) i += 2;
            bytes[written++] = low >= 0 ? (byte)((high << 4) | low) : plusIsSpace && bytes[i] == '+' ? (byte)' ' : bytes[i];
        }
        return bytes[..written];
    }

    private struct Parts()
    {
        public InfoHash? InfoHash { get; private set; }

        public Sha256Hash? InfoHashV2 { get; private set; }

        public bool HasVersion2 { get; private set; }

        public ByteText? Name { get; private set; }

        public long? ExactLength { get; private set; }

        public List<string> Trackers { get; } = [];

        public List<string> WebSeeds { get; } = [];

        public List<string> Peers { get; } = [];

        public List<RemarkedAddress> Remarks { get; } = [];

        // Returns what is wrong, or null.
        public string? Take(ReadOnlySpan<char> part)
        {
            int equals = part.IndexOf('=');
            if (equals < 0) return null;
            ReadOnlySpan<char> key = part[..equals];
            byte[] value = Decode(part[(equals + 1)..], plusIsSpace: Is(key, "dn"));
            if (Is(key, "xt")) return TakeTopic(Encoding.UTF8.GetString(value));
            if (Is(key, "dn")) Name ??= new ByteText(value);
            else if (Is(key, "xl")) ExactLength ??= long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long length) ? length : null;
            else if (Is(key, "tr")) Add(Trackers, value, AddressKind.Tracker);
            else if (Is(key, "ws")) Add(WebSeeds, value, AddressKind.Web);
            else if (Is(key, "x.pe")) AddPeer(value);
            else if (Is(key, "so")) RemarkedAddress.Add(Remarks, value, "a choice of files (so, BEP 53) is not followed: use --only");
            return null;
        }

        private string? TakeTopic(string topic)
        {
            if (topic.StartsWith(Version2, StringComparison.OrdinalIgnoreCase)) return TakeVersion2(topic.AsSpan(Version2.Length));
            if (!topic.StartsWith(Version1, StringComparison.OrdinalIgnoreCase)) return null;
            if (!Protocol.InfoHash.TryParse(topic.AsSpan(Version1.Length), out InfoHash infoHash))
                return "the info-hash is not 40 hexadecimal or 32 base32 digits";
            if (InfoHash is { } before && before != infoHash) return "the link names two torrents";
            InfoHash = infoHash;
            return null;
        }

        private string? TakeVersion2(ReadOnlySpan<char> multihash)
        {
            HasVersion2 = true;
            if (!multihash.StartsWith(Sha256) || !Sha256Hash.TryParse(multihash[Sha256.Length..], out Sha256Hash infoHash)) return null;
            if (InfoHashV2 is { } before && before != infoHash) return "the link names two torrents";
            InfoHashV2 = infoHash;
            return null;
        }

        private readonly void Add(List<string> addresses, ReadOnlySpan<byte> value, AddressKind kind)
        {
            if (addresses.Count < MaxAddresses) RemarkedAddress.Read(value, kind, addresses, Remarks);
        }

        private readonly void AddPeer(ReadOnlySpan<byte> value)
        {
            value = value.Trim(" \t\r\n"u8);
            if (Peers.Count == MaxAddresses || value.IsEmpty) return;
            if (WrittenAddress.TryReadPeer(value, out string peer, out string? problem)) Peers.Add(peer);
            else RemarkedAddress.Add(Remarks, value, problem);
        }

        // "tr", "TR" or "tr.1".
        private static bool Is(ReadOnlySpan<char> key, string name)
        {
            if (!key.StartsWith(name, StringComparison.OrdinalIgnoreCase)) return false;
            ReadOnlySpan<char> rest = key[name.Length..];
            return rest.IsEmpty || (rest[0] == '.' && rest.Length > 1 && !rest[1..].ContainsAnyExceptInRange('0', '9'));
        }
    }
}
