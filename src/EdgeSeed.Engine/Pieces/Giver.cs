using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Pieces;

/// <summary>Who gave a block, so that whoever gives wrong ones can be found out after it has gone.</summary>
/// <param name="EndPoint">The peer's address; a web seed's is the default value.</param>
/// <param name="WebSeed">The web seed; null for a peer.</param>
internal sealed record Giver(PeerEndPoint EndPoint, object? WebSeed = null)
{
    private volatile bool _isBanned;

    /// <summary>Of a web seed: it gave wrong data and is not asked again. Set by the session loop, read by anybody.</summary>
    public bool IsBanned
    {
        get => _isBanned;
        set => _isBanned = value;
    }
}
