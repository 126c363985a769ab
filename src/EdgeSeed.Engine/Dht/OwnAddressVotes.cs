using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Dht;

/// <summary>
/// Where other nodes say that they see us (BEP 42). The last <see cref="Voters"/> from different neighbourhoods count, and more than half of them have to
/// agree: no single one can give us another name.
/// </summary>
internal sealed class OwnAddressVotes
{
    /// <summary>Votes that count.</summary>
    public const int Voters = 8;

    private readonly List<(NodeNeighbourhood Voter, PeerEndPoint Seen)> _votes = [];

    /// <summary>Takes a vote.</summary>
    /// <param name="voter">Who says it.</param>
    /// <param name="seen">What; an address that is not of the world says nothing.</param>
    /// <param name="agreed">The address on which they agree.</param>
    /// <returns>False as long as they do not.</returns>
    public bool TryAgree(in PeerEndPoint voter, in PeerEndPoint seen, out PeerEndPoint agreed)
    {
        agreed = seen.WithPort(0);
        if (AddressScopes.Of(seen) != AddressScope.Global || AddressScopes.Of(voter) != AddressScope.Global || AddressScopes.IsGroup(seen)) return false;
        NodeNeighbourhood from = NodeNeighbourhood.Of(voter);
        _votes.RemoveAll(vote => vote.Voter == from);
        if (_votes.Count == Voters) _votes.RemoveAt(0);
        _votes.Add((from, agreed));
        int same = 0;
        foreach ((_, PeerEndPoint each) in _votes)
        {
            if (each == agreed) same++;
        }
        return same > Voters / 2;
    }
}
