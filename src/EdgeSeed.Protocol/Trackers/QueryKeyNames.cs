namespace EdgeSeed.Protocol.Trackers;

/// <summary>How the keys of a tracker query are spelled.</summary>
internal static class QueryKeyNames
{
    /// <summary>
    /// The key of that exact spelling, or <see cref="QueryKey.None"/>. A key is not percent-decoded: no client encodes one.
    /// </summary>
    public static QueryKey Identify(ReadOnlySpan<byte> name)
    {
        QueryKey candidate = name.Length switch
        {
            2 => QueryKey.Address,
            3 => QueryKey.Key,
            4 when name[0] == 'p' => QueryKey.Port,
            4 when name[0] == 'l' => QueryKey.Left,
            4 when name[3] == '4' => QueryKey.IPv4,
            4 => QueryKey.IPv6,
            5 => QueryKey.Event,
            7 when name[0] == 'p' => QueryKey.PeerId,
            7 when name[0] == 'n' => QueryKey.PeersWanted,
            7 => QueryKey.Compact,
            8 => QueryKey.Uploaded,
            9 => QueryKey.InfoHash,
            10 when name[0] == 'd' => QueryKey.Downloaded,
            10 => QueryKey.NoPeerId,
            _ => QueryKey.None,
        };
        return name.SequenceEqual(Of(candidate)) ? candidate : QueryKey.None;
    }

    /// <summary>The spelling; <c>query</c> for <see cref="QueryKey.None"/>.</summary>
    public static ReadOnlySpan<byte> Of(QueryKey key) => key switch
    {
        QueryKey.InfoHash => "info_hash"u8,
        QueryKey.PeerId => "peer_id"u8,
        QueryKey.Port => "port"u8,
        QueryKey.Uploaded => "uploaded"u8,
        QueryKey.Downloaded => "downloaded"u8,
        QueryKey.Left => "left"u8,
        QueryKey.Event => "event"u8,
        QueryKey.PeersWanted => "numwant"u8,
        QueryKey.Key => "key"u8,
        QueryKey.Compact => "compact"u8,
        QueryKey.NoPeerId => "no_peer_id"u8,
        QueryKey.Address => "ip"u8,
        QueryKey.IPv4 => "ipv4"u8,
        QueryKey.IPv6 => "ipv6"u8,
        _ => "query"u8,
    };
}
