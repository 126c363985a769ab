using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>Tracker tiers (BEP 12) and web seeds (BEP 19).</summary>
internal ref partial struct MetainfoReading
{
    // A list of lists of strings; some makers write a plain list, of which each entry then is a tier.
    private List<IReadOnlyList<string>> ReadTiers()
    {
        var tiers = new List<IReadOnlyList<string>>();
        int room = _limits.MaxTrackers;
        if (!_reader.Read() || _reader.Token != BencodeToken.ListStart)
        {
            _reader.SkipChildren();
            return tiers;
        }
        while (_reader.Read() && _reader.Token != BencodeToken.End)
        {
            var tier = new List<string>();
            if (_reader.Token == BencodeToken.ListStart) ReadAddresses(tier, ref room);
            else if (_reader.Token == BencodeToken.String) Add(tier, ref room);
            else _reader.SkipChildren();
            if (tier.Count > 0) tiers.Add(tier);
        }
        return tiers;
    }

    // A list of strings, or one string (BEP 19).
    private List<string> ReadWebSeeds()
    {
        var seeds = new List<string>();
        int room = _limits.MaxWebSeeds;
        if (!_reader.Read()) return seeds;
        if (_reader.Token == BencodeToken.ListStart) ReadAddresses(seeds, ref room);
        else if (_reader.Token == BencodeToken.String) Add(seeds, ref room);
        else _reader.SkipChildren();
        return seeds;
    }

    private void ReadAddresses(List<string> addresses, ref int room)
    {
        while (_reader.Read() && _reader.Token != BencodeToken.End)
        {
            if (_reader.Token == BencodeToken.String) Add(addresses, ref room);
            else _reader.SkipChildren();
        }
    }

    private readonly void Add(List<string> addresses, ref int room)
    {
        if (room == 0 || Address(_file.Slice(_reader.StringOffset, _reader.String.Length)) is not { } address) return;
        addresses.Add(address);
        room--;
    }
}
