using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Network;
using EdgeSeed.Engine.Web;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Engine.Announcing;

/// <summary>
/// Announces over HTTP and HTTPS (BEP 3), each time over a connection of its own. May be used from any thread.
/// </summary>
internal sealed partial class HttpTrackerClient(
    AnnouncerOptions options, AnnounceIdentity identity, Egress egress, AddressLookup lookup, UploadBudget? budget, TimeProvider time) : IDisposable
{
    /// <summary>A tracker's answer comes in fewer pieces than this; one in single bytes would keep us busy.</summary>
    private const int MaxReads = 4096;

    private readonly HttpDial _dial = new(egress, lookup, budget, time);
    private readonly SemaphoreSlim _largeReplies = new(options.MaxLargeReplies);

    /// <summary>Announces over one address family.</summary>
    /// <param name="tracker">The tracker; one over HTTP or HTTPS.</param>
    /// <param name="address">The tracker's address.</param>
    /// <param name="reach">Whether it may lie inside our own network.</param>
    /// <param name="request">What to say.</param>
    /// <param name="trackerId">What the tracker wants back; may be empty.</param>
    /// <param name="peers">Who wants the peers; null when nobody does.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public async Task<TrackerAnswer> AnnounceAsync(
        TrackerAddress tracker, IPAddress address, LocalReach reach, AnnounceRequest request, byte[]? trackerId, IPeerSink? peers,
        CancellationToken cancellation)
    {
        if (!TrackerAddress.TryCreateVerbatim(tracker.OriginWithLogin + WithQuery(tracker.PathAndQuery, request, trackerId), out Uri? uri))
            return TrackerAnswer.Refused("the address cannot be used");
        using var timeout = new CancellationTokenSource(options.HttpTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            HttpExchange get = await _dial.AskAsync(
                uri, "", address.AddressFamily, identity.SourceFor(address.AddressFamily), reach, either.Token, address,
                options.MaxReplyBytes + (long)HttpInput.MaxHeldBytes, MaxReads).ConfigureAwait(false);
            await using ConfiguredAsyncDisposable ending = get.ConfigureAwait(false);
            return await ReadAsync(get, request, peers, either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (HttpDial.IsFailure(e))
        {
            // What is broken off may surface as almost any of them.
            cancellation.ThrowIfCancellationRequested();
            return TrackerAnswer.Unreachable(HttpDial.Describe(e));
        }
    }

    public void Dispose() => _largeReplies.Dispose();

    private static string WithQuery(string pathAndQuery, in AnnounceRequest request, byte[]? trackerId)
    {
        Span<byte> query = stackalloc byte[AnnounceQuery.MaxWrittenBytes + 11 + 3 * TrackerEntry.MaxTrackerIdBytes];
        int length = AnnounceQuery.Write(request, query, trackerId);
        char joint = pathAndQuery.Contains('?') ? '&' : '?';
        return string.Concat(pathAndQuery, new ReadOnlySpan<char>(in joint), Encoding.ASCII.GetString(query[..length]));
    }
}
