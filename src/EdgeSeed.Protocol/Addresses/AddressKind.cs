namespace EdgeSeed.Protocol.Addresses;

/// <summary>What an address is of, which says what schemes can be used.</summary>
public enum AddressKind : byte
{
    /// <summary>A tracker: <c>http</c>, <c>https</c> or <c>udp</c> (BEP 3, 15).</summary>
    Tracker,

    /// <summary>A web seed, or a file on the web: <c>http</c> or <c>https</c> (BEP 19).</summary>
    Web,
}
