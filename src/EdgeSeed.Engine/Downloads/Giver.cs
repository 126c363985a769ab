using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Downloads;

/// <summary>Who gave a block, so that whoever gives wrong ones can be found out after it has gone.</summary>
/// <param name="EndPoint">The peer's address; a web seed's is the default value.</param>
/// <param name="WebSeed">The web seed; null for a peer.</param>
internal sealed record Giver(PeerEndPoint EndPoint, object? WebSeed = null);
