using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Discovery;

/// <summary>A network on which peers find each other without a tracker (BEP 14).</summary>
/// <param name="Address">This machine's address there; the port means nothing.</param>
/// <param name="InterfaceIndex">The kernel's number of the interface, which IPv6 goes by.</param>
public readonly record struct LocalNetwork(PeerEndPoint Address, int InterfaceIndex);
