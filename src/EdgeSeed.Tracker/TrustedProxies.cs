using System.Collections.Immutable;
using System.Net;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Tracker;

/// <summary>
/// The proxies that may say who asks (<c>X-Forwarded-For</c>, and for who asks from there himself <c>ip=</c>). A request that others have forwarded
/// from within the network comes from nobody knows where. Immutable.
/// </summary>
/// <param name="Networks">Where they are.</param>
public sealed record TrustedProxies(ImmutableArray<IPNetwork> Networks)
{
    /// <summary>Nobody speaks for others.</summary>
    public static TrustedProxies None { get; } = new([]);

    /// <summary>Whether an address is that of a proxy.</summary>
    public bool Has(in PeerEndPoint address)
    {
        if (Networks.IsEmpty) return false;
        IPAddress text = address.Address;
        foreach (IPNetwork network in Networks)
        {
            if (network.Contains(text)) return true;
        }
        return false;
    }

    /// <summary>Says who asks.</summary>
    /// <param name="direct">As the packets show it.</param>
    /// <param name="isForwarded">Whether a header says that the request was passed on.</param>
    /// <param name="forwardedFor">All of <c>X-Forwarded-For</c>, as it came: addresses with commas between them, the nearest last; empty for none. Empty elements count for nothing (RFC 9110, 5.6.1).</param>
    /// <param name="isProxied">Whether it came by a socket that is there for a proxy alone: that is trusted, and nobody asks there himself.</param>
    public RequestSource SourceOf(in RequestSource direct, bool isForwarded, ReadOnlySpan<byte> forwardedFor, bool isProxied = false)
    {
        if (!isProxied)
        {
            if (Networks.IsEmpty && !isForwarded) return direct;
            bool isProxy = Has(direct.Client);
            if (!isForwarded) return isProxy ? direct with { MaySpeakForOthers = true } : direct;
            // A stranger may write there what he likes; from the local network it tells that somebody else asks.
            if (!isProxy) return AddressScopes.Of(direct.Client) == AddressScope.Global ? direct : direct with { IsHidden = true };
        }
        PeerEndPoint? nearest = null;
        while (!forwardedFor.IsEmpty)
        {
            int comma = forwardedFor.LastIndexOf((byte)',');
            ReadOnlySpan<byte> last = forwardedFor[(comma + 1)..].Trim(" \t\""u8);
            forwardedFor = forwardedFor[..Math.Max(0, comma)];
            if (last.IsEmpty) continue;
            if (!AddressText.TryParse(last, out PeerEndPoint client) || !AddressScopes.IsOneMachine(client)) return direct with { IsUnnamed = true };
            nearest = client;
            if (!Has(client)) break;
        }
        return nearest is { } named ? new RequestSource(named) : direct with { IsUnnamed = true };
    }
}
