using System.Net;

namespace EdgeSeed.Engine.PortMapping;

/// <summary>What a router said to one request.</summary>
/// <param name="Problem">Why it forwards nothing, a phrase; null when it does.</param>
/// <param name="ExternalAddress">Its outer address, where it said so.</param>
/// <param name="Lifetime">How long it holds.</param>
internal sealed record MapOutcome(string? Problem, IPAddress? ExternalAddress, TimeSpan Lifetime);
