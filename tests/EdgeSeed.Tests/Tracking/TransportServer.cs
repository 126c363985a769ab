using System.Net;
using EdgeSeed.Config;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Tracker.Http;
using EdgeSeed.Tracking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeSeed.Tests.Tracking;

/// <summary>Kestrel behind the tracker's transport, and nothing else of the service.</summary>
internal static class TransportServer
{
    /// <summary>Starts it.</summary>
    /// <param name="place">Where it listens.</param>
    /// <param name="tracker">Answers in front.</param>
    /// <param name="limits">How long requests may take, and how many there may be.</param>
    /// <param name="answer">Answers what comes behind.</param>
    public static async Task<WebApplication> StartAsync(EndPoint place, HttpTracker tracker, WebConfig limits, RequestDelegate answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(place, listen => listen.Protocols = HttpProtocols.Http1));
        builder.Services.AddSingleton<IConnectionListenerFactory>(new TrackerTransport(tracker, null, limits, Supervisor.Alone(TimeProvider.System)));
        WebApplication application = builder.Build();
        application.Run(answer);
        await application.StartAsync();
        return application;
    }
}
