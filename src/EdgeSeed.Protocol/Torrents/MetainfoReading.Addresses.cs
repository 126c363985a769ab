using System.Net;
using EdgeSeed.Protocol.Addresses;
using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>Tracker tiers (BEP 12), web seeds (BEP 17, 19) and nodes of the DHT (BEP 5).</summary>
internal ref partial struct MetainfoReading
{
    // So many addresses are read for each that there is room for: repeated and unusable ones cost time too.
    private const int LooksPerPlace = 4;

    private const int MaxNodes = 16;

    // A list of lists of strings; some makers write a plain list, of which each entry then is a tier.
    private List<IReadOnlyList<string>> ReadTiers()
    {
        var tiers = new List<IReadOnlyList<string>>();
        int room = _limits.MaxTrackers, looks = room * LooksPerPlace;
        if (!_reader.Read() || _reader.Token != BencodeToken.ListStart)
        {
            _reader.SkipChildren();
            return tiers;
        }
        while (_reader.Read() && _reader.Token != BencodeToken.End)
        {
            var tier = new List<string>();
            if (_reader.Token == BencodeToken.ListStart) ReadAddresses(AddressKind.Tracker, tier, ref room, ref looks);
            else if (_reader.Token == BencodeToken.String) Add(AddressKind.Tracker, tier, ref room, ref looks);
            else _reader.SkipChildren();
            if (tier.Count > 0) tiers.Add(tier);
        }
        return tiers;
    }

    private string? ReadTracker()
    {
        var trackers = new List<string>();
        return OptionalString() is { } written && RemarkedAddress.Read(written.Span, AddressKind.Tracker, trackers, _remarks) ? trackers[0] : null;
    }

    // A list of strings, or one string (BEP 19).
    private List<string> ReadWebSeeds()
    {
        var seeds = new List<string>();
        int room = _limits.MaxWebSeeds, looks = room * LooksPerPlace;
        if (!_reader.Read()) return seeds;
        if (_reader.Token == BencodeToken.ListStart) ReadAddresses(AddressKind.Web, seeds, ref room, ref looks);
        else if (_reader.Token == BencodeToken.String) Add(AddressKind.Web, seeds, ref room, ref looks);
        else _reader.SkipChildren();
        return seeds;
    }

    // A list of pairs, a host and a port (BEP 5). Names are left: a stranger's torrent has us look up none.
    private List<PeerEndPoint> ReadNodes()
    {
        var nodes = new List<PeerEndPoint>();
        if (!_reader.Read() || _reader.Token != BencodeToken.ListStart)
        {
            _reader.SkipChildren();
            return nodes;
        }
        while (_reader.Read() && _reader.Token != BencodeToken.End)
        {
            if (_reader.Token != BencodeToken.ListStart)
            {
                _reader.SkipChildren();
                continue;
            }
            ReadOnlySpan<byte> host = default;
            long port = 0;
            while (_reader.Read() && _reader.Token != BencodeToken.End)
            {
                if (_reader.Token == BencodeToken.String && host.IsEmpty) host = _reader.String;
                else if (_reader.Token == BencodeToken.Integer && port == 0) port = _reader.Integer;
                else _reader.SkipChildren();
            }
            if (nodes.Count < MaxNodes && port is > 0 and <= ushort.MaxValue && IPAddress.TryParse(host, out IPAddress? address)) nodes.Add(new PeerEndPoint(address, (ushort)port));
        }
        return nodes;
    }

    // The elder kind of web seed asks a script for pieces. Hardly any is left, and none of today's clients writes it.
    private void PassOverHttpSeeds()
    {
        if (!_reader.Read()) return;
        bool isOne = _reader.Token == BencodeToken.String;
        if (isOne || _reader.Token == BencodeToken.ListStart)
        {
            while (isOne || (_reader.Read() && _reader.Token != BencodeToken.End))
            {
                if (_reader.Token == BencodeToken.String) RemarkedAddress.Add(_remarks, _reader.String, "web seeds of this kind (httpseeds, BEP 17) are not supported");
                else _reader.SkipChildren();
                if (isOne) return;
            }
        }
        else _reader.SkipChildren();
    }

    private void ReadAddresses(AddressKind kind, List<string> addresses, ref int room, ref int looks)
    {
        while (_reader.Read() && _reader.Token != BencodeToken.End)
        {
            if (_reader.Token == BencodeToken.String) Add(kind, addresses, ref room, ref looks);
            else _reader.SkipChildren();
        }
    }

    private readonly void Add(AddressKind kind, List<string> addresses, ref int room, ref int looks)
    {
        if (room > 0 && looks-- > 0 && RemarkedAddress.Read(_reader.String, kind, addresses, _remarks)) room--;
    }
}
