using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging.Console;

namespace Microsoft.Extensions.Hosting;

/// <summary>Makes a host a systemd service of <c>Type=notify</c>, when systemd runs it.</summary>
public static class SystemdHostBuilderExtensions
{
    /// <summary>
    /// Under systemd: registers <see cref="ISystemdNotifier"/> and a lifetime that notifies, and makes the console logger write journal
    /// priorities. Otherwise nothing is registered.
    /// </summary>
    public static IHostBuilder UseSystemd(this IHostBuilder hostBuilder)
    {
        ArgumentNullException.ThrowIfNull(hostBuilder);
        return hostBuilder.ConfigureServices((_, services) => services.AddSystemd());
    }

    /// <summary>The same for a host's service collection.</summary>
    public static IServiceCollection AddSystemd(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (!SystemdHelpers.IsSystemdService()) return services;
        services.Configure<ConsoleLoggerOptions>(options => options.FormatterName = ConsoleFormatterNames.Systemd);
        return services
            .AddSingleton<ISystemdNotifier, SystemdNotifier>()
            .AddSingleton<IHostLifetime, SystemdLifetime>();
    }
}
