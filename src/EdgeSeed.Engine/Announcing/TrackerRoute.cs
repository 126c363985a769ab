using System.Net.Sockets;

namespace EdgeSeed.Engine.Announcing;

/// <summary>One tracker over one address family. Under its <see cref="ExternalTracker"/>'s lock.</summary>
internal sealed class TrackerRoute(AddressFamily family)
{
    public AddressFamily Family { get; } = family;

    public Families Flag => Family == AddressFamily.InterNetwork ? Families.IPv4 : Families.IPv6;

    /// <summary>Failures in a row.</summary>
    public int Failures { get; set; }

    /// <summary>The announcer's millisecond before which this family is left out, as long as the other works.</summary>
    public long NotBefore { get; set; }

    /// <summary>The UDP tracker's connection id (BEP 15), good until <see cref="ConnectionEnds"/>.</summary>
    public ulong ConnectionId { get; set; }

    /// <summary>The announcer's millisecond at which the connection id is no longer used.</summary>
    public long ConnectionEnds { get; set; }
}

/// <summary>
/// Address families. A peer that has both announces over each, or the tracker could not give it to peers of the other (BEP 7).
/// </summary>
[Flags]
internal enum Families : byte
{
    None = 0,
    IPv4 = 1,
    IPv6 = 2,
}
