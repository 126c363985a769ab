using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Protocol.Dht;

/// <summary>The peers that an answer names (BEP 5: <c>values</c>): a string each. Borrows the datagram.</summary>
/// <param name="list">What stands between the list's first and its last byte.</param>
public readonly ref struct DhtPeers(ReadOnlySpan<byte> list)
{
    private readonly ReadOnlySpan<byte> _list = list;

    /// <summary>Goes through them; what is no compact address is passed over.</summary>
    public Enumerator GetEnumerator() => new(_list);

    /// <summary>Goes through the peers; allocates nothing.</summary>
    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _rest;

        internal Enumerator(ReadOnlySpan<byte> list) => _rest = list;

        /// <summary>The peer reached.</summary>
        public PeerEndPoint Current { get; private set; }

        /// <summary>Goes to the next peer; false at the end.</summary>
        public bool MoveNext()
        {
            while (_rest.Length > 0)
            {
                var reader = new BencodeReader(_rest, BencodeLimits.Message);
                if (!reader.Read() || !reader.SkipChildren()) break;
                ReadOnlySpan<byte> value = reader.String;
                _rest = _rest[reader.Position..];
                if (value.Length is not (PeerEndPoint.CompactIPv4Length or PeerEndPoint.CompactIPv6Length)) continue;
                Current = PeerEndPoint.FromCompact(value);
                return true;
            }
            return false;
        }
    }
}
