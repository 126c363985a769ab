using System.Net;

namespace EdgeSeed.Engine.PortMapping;

/// <summary>One way to ask a router for ports. Disposing of it leaves what is forwarded as it is.</summary>
internal interface IRouterClient : IDisposable
{
    /// <summary>The protocol's name.</summary>
    string Way { get; }

    /// <summary>Asks for a port, or has its time begin anew.</summary>
    /// <returns>Null when the router does not answer in this protocol.</returns>
    Task<MapOutcome?> MapAsync(MappedPort port, CancellationToken cancellation);

    /// <summary>Has the router forget a port. No answer is an answer: the mapping ends by itself in time.</summary>
    Task UnmapAsync(MappedPort port, CancellationToken cancellation);
}

/// <summary>What a router said to one request.</summary>
/// <param name="Problem">Why it forwards nothing, a phrase; null when it does.</param>
/// <param name="ExternalAddress">Its outer address, where it said so.</param>
/// <param name="Lifetime">How long it holds.</param>
internal sealed record MapOutcome(string? Problem, IPAddress? ExternalAddress, TimeSpan Lifetime);
