using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Web;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Engine.Announcing;

/// <summary>
/// Announces over HTTP and HTTPS (BEP 3), each time over a connection of its own. May be used from any thread.
/// </summary>
internal sealed partial class HttpTrackerClient(
    AnnouncerOptions options, AnnounceIdentity identity, AddressLookup lookup, UploadBudget? budget, TimeProvider time) : IDisposable
{
    private readonly HttpDial _dial = new(lookup, budget, time);
    private readonly SemaphoreSlim _largeReplies = new(options.MaxLargeReplies);

    /// <summary>Announces over one address family.</summary>
    /// <param name="tracker">The tracker; one over HTTP or HTTPS.</param>
    /// <param name="family">The family.</param>
    /// <param name="request">What to say.</param>
    /// <param name="trackerId">What the tracker wants back; may be empty.</param>
    /// <param name="peers">Who wants the peers; null when nobody does.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public async Task<TrackerAnswer> AnnounceAsync(
        TrackerAddress tracker, AddressFamily family, AnnounceRequest request, byte[]? trackerId, IPeerSink? peers,
        CancellationToken cancellation)
    {
        if (!TrackerAddress.TryCreateVerbatim(tracker.OriginWithLogin + WithQuery(tracker.PathAndQuery, request, trackerId), out Uri? uri))
            return TrackerAnswer.Refused("the address cannot be used");
        using var timeout = new CancellationTokenSource(options.HttpTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            HttpExchange get = await _dial.AskAsync(
                uri, "", family, identity.SourceFor(family), static at => TrackerAddress.IsAnnouncePath(at.PathAndQuery), either.Token).ConfigureAwait(false);
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
