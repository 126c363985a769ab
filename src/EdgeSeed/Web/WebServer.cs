using System.Net;
using EdgeSeed.Config;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Tracker.Http;
using EdgeSeed.Tracking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Web;

/// <summary>
/// The HTTP side: Kestrel's core and nothing around it (no routing, no static files, no TLS), with every limit set. What strangers can hold is
/// <see cref="WebConfig.MaxConnections"/> connections of at most a few tens of kilobytes each; for a further one, the address that holds most gives
/// one up.
/// </summary>
internal sealed class WebServer : IAsyncDisposable
{
    /// <summary>Longest request line, in bytes: a scrape of some 75 torrents. Longer ones get 414.</summary>
    public const int MaxRequestLineBytes = 8 * 1024;

    /// <summary>All header fields of a request together, in bytes. More get 431.</summary>
    public const int MaxHeaderBytes = 8 * 1024;

    /// <summary>Header fields of a request. More get 431.</summary>
    public const int MaxHeaders = 50;

    /// <summary>
    /// Bytes a second that a client has to take of an answer, on the average from <see cref="s_graceTime"/> on; a slow line shared by many is given no
    /// more.
    /// </summary>
    private const double LeastBytesPerSecond = 32;

    private static readonly TimeSpan s_graceTime = TimeSpan.FromSeconds(30);

    /// <summary>How long requests in flight may take to end when the service stops.</summary>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(1);

    private readonly WebApplication _application;

    private WebServer(WebApplication application) => _application = application;

    /// <summary>Opens the port and answers.</summary>
    /// <param name="places">
    /// Where to listen, at least one; <see cref="IPAddress.IPv6Any"/> takes IPv4 too. The port is not 0: UDP takes the same number, so the caller chooses it.
    /// A <see cref="ProxyEndPoint"/> is a socket for a proxy in front.
    /// </param>
    /// <param name="requests">Answers every request.</param>
    /// <param name="tracker">Answers plain announces before the server sees their connections; <c>null</c> for none.</param>
    /// <param name="budgets">From which everything is sent; <c>null</c> for no budget.</param>
    /// <param name="config">How many connections, and for how long.</param>
    /// <param name="supervisor">Runs the threads of the port.</param>
    /// <param name="logging">Where the server's own messages go.</param>
    /// <exception cref="IOException">The port is taken, or may not be opened.</exception>
    public static async Task<WebServer> StartAsync(
        IReadOnlyList<EndPoint> places, RequestSwitch requests, HttpTracker? tracker, UploadBudgets? budgets, WebConfig config, Supervisor supervisor, ILoggerFactory logging)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddSingleton(logging);
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => Configure(options, places, config));
        builder.Services.AddSingleton<IConnectionListenerFactory>(new TrackerTransport(tracker, budgets, config, supervisor));
        WebApplication application = builder.Build();
        application.Run(requests.AnswerAsync);
        try
        {
            await application.StartAsync().ConfigureAwait(false);
        }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        return new WebServer(application);
    }

    /// <summary>Stops listening, lets requests in flight end within <see cref="StopTimeout"/>, closes the rest.</summary>
    public async ValueTask DisposeAsync()
    {
        using (var patience = new CancellationTokenSource(StopTimeout))
            await _application.StopAsync(patience.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private static void Configure(KestrelServerOptions options, IReadOnlyList<EndPoint> places, WebConfig config)
    {
        options.AddServerHeader = false;
        KestrelServerLimits limits = options.Limits;
        // The transport bounds connections; it knows whose they are.
        limits.MaxConcurrentConnections = null;
        limits.MaxConcurrentUpgradedConnections = 0;
        limits.MaxRequestLineSize = MaxRequestLineBytes;
        limits.MaxRequestBufferSize = MaxRequestLineBytes + MaxHeaderBytes;
        limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        limits.MaxRequestHeaderCount = MaxHeaders;
        limits.MaxRequestBodySize = 0;
        limits.MaxResponseBufferSize = WebConnection.MaxUnsentBytes;
        limits.MinResponseDataRate = new MinDataRate(LeastBytesPerSecond, s_graceTime);
        limits.RequestHeadersTimeout = config.RequestTimeout;
        limits.KeepAliveTimeout = config.KeepAlive;
        foreach (EndPoint place in places)
            options.Listen(place, listen => listen.Protocols = HttpProtocols.Http1);
    }
}
