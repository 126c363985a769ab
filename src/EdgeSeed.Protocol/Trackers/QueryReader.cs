namespace EdgeSeed.Protocol.Trackers;

/// <summary>
/// Walks the <c>key=value</c> pairs of a raw query string, which <c>&amp;</c> separates; borrows the bytes, allocates nothing.
/// </summary>
internal ref struct QueryReader
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>Starts at the first pair; one leading <c>?</c> is passed over.</summary>
    public QueryReader(ReadOnlySpan<byte> rawQuery) => _rest = rawQuery is [(byte)'?', ..] ? rawQuery[1..] : rawQuery;

    /// <summary>Delivers the next pair, both sides still percent-encoded; a pair without <c>=</c> has an empty value.</summary>
    /// <returns>False at the end.</returns>
    public bool Next(out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        if (_rest.IsEmpty)
        {
            key = value = default;
            return false;
        }
        int end = _rest.IndexOf((byte)'&');
        ReadOnlySpan<byte> pair = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[(end + 1)..];
        int equals = pair.IndexOf((byte)'=');
        key = equals < 0 ? pair : pair[..equals];
        value = equals < 0 ? default : pair[(equals + 1)..];
        return true;
    }
}
