using System.Net;

namespace EdgeSeed.Engine.Announcing;

/// <summary>Finds the addresses of a host, of either family.</summary>
/// <exception cref="System.Net.Sockets.SocketException">It has none, or nobody could be asked.</exception>
internal delegate Task<IPAddress[]> AddressLookup(string host, CancellationToken cancellation);
