using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Engine.Announcing;

/// <summary>
/// Announces over HTTP and HTTPS (BEP 3). What speaks HTTP is made only when the first such tracker is asked. Certificates are
/// validated, no cookie is kept, no proxy used and nothing compressed accepted; may be used from any thread.
/// </summary>
internal sealed partial class HttpTrackerClient(
    AnnouncerOptions options, AnnounceIdentity identity, AddressLookup lookup, UploadBudget? budget, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_idleTimeout = TimeSpan.FromSeconds(20);
    private const int MaxHeadersKilobytes = 16;

    private readonly Lock _gate = new();
    private readonly HttpMessageInvoker?[] _invokers = new HttpMessageInvoker?[4];
    private readonly SemaphoreSlim _largeReplies = new(options.MaxLargeReplies);

    /// <summary>Announces over one address family.</summary>
    /// <param name="tracker">The tracker.</param>
    /// <param name="family">The family; connections of the two are kept apart.</param>
    /// <param name="request">What to say.</param>
    /// <param name="trackerId">What the tracker wants back; may be empty.</param>
    /// <param name="peers">Who wants the peers; null when nobody does.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public async Task<TrackerAnswer> AnnounceAsync(
        TrackerAddress tracker, AddressFamily family, AnnounceRequest request, byte[]? trackerId, IPeerSink? peers,
        CancellationToken cancellation)
    {
        if (!TrackerAddress.TryCreateVerbatim(tracker.Origin + WithQuery(tracker.PathAndQuery, request, trackerId), out Uri? uri))
            return TrackerAnswer.Refused("the address cannot be used");
        using var timeout = new CancellationTokenSource(options.HttpTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            return await FollowAsync(uri, family, request, peers, either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException)
        {
            // What is broken off may surface as any of the three.
            cancellation.ThrowIfCancellationRequested();
            return TrackerAnswer.Unreachable(timeout.IsCancellationRequested ? "no answer in time" : Describe(e));
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (HttpMessageInvoker? invoker in _invokers) invoker?.Dispose();
            Array.Clear(_invokers);
        }
        _largeReplies.Dispose();
    }

    private async Task<TrackerAnswer> FollowAsync(
        Uri uri, AddressFamily family, AnnounceRequest request, IPeerSink? peers, CancellationToken cancellation)
    {
        string host = uri.IdnHost;
        for (int redirects = 0; ; redirects++)
        {
            bool mayBeLocal = TrackerAddress.IsAnnouncePath(uri.PathAndQuery) && uri.IdnHost == host;
            using var message = new HttpRequestMessage(HttpMethod.Get, uri);
            message.Headers.TryAddWithoutValidation("User-Agent", "EdgeSeed/0.1");
            using HttpResponseMessage response = await Invoker(family, mayBeLocal).SendAsync(message, cancellation).ConfigureAwait(false);
            if (!IsRedirect(response.StatusCode)) return await ReadAsync(response, request, peers, cancellation).ConfigureAwait(false);
            if (redirects == options.MaxRedirects) return TrackerAnswer.Refused("it redirects without end");
            if (Target(uri, response) is not { } target) return TrackerAnswer.Refused("it redirects to where we do not follow");
            uri = target;
        }
    }

    private HttpMessageInvoker Invoker(AddressFamily family, bool mayBeLocal)
    {
        int which = (family == AddressFamily.InterNetwork ? 0 : 1) + (mayBeLocal ? 2 : 0);
        lock (_gate) return _invokers[which] ??= CreateInvoker(family, mayBeLocal);
    }

    private HttpMessageInvoker CreateInvoker(AddressFamily family, bool mayBeLocal) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = s_connectTimeout,
        MaxConnectionsPerServer = options.MaxConcurrentTracker,
        MaxResponseHeadersLength = MaxHeadersKilobytes,
        MaxResponseDrainSize = 0,
        PooledConnectionIdleTimeout = s_idleTimeout,
        PooledConnectionLifetime = options.AddressLife,
        ActivityHeadersPropagator = null,
        ConnectCallback = (context, cancellation) => ConnectAsync(context.DnsEndPoint, family, mayBeLocal, cancellation),
    });

    private static string WithQuery(string pathAndQuery, in AnnounceRequest request, byte[]? trackerId)
    {
        Span<byte> query = stackalloc byte[AnnounceQuery.MaxWrittenBytes + 11 + 3 * TrackerEntry.MaxTrackerIdBytes];
        int length = AnnounceQuery.Write(request, query, trackerId);
        char joint = pathAndQuery.Contains('?') ? '&' : '?';
        return string.Concat(pathAndQuery, new ReadOnlySpan<char>(in joint), Encoding.ASCII.GetString(query[..length]));
    }
}
