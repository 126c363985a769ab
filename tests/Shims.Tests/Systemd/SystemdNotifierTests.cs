using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;

namespace Shims.Tests.Systemd;

public class SystemdNotifierTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Notify_toARealSocket_sendsOneDatagramPerState(bool isAbstract)
    {
        using NotifySocket manager = isAbstract ? NotifySocket.Abstract() : NotifySocket.InFileSystem();
        SystemdNotifier notifier = Create(manager.Variable);
        Assert.True(notifier.IsEnabled);

        notifier.Notify(ServiceState.Ready);
        notifier.Notify(new ServiceState("STATUS=Seeding “Aishah”\nWATCHDOG=1"));
        notifier.Notify(ServiceState.Stopping);

        Assert.Equal("READY=1", manager.Receive());
        Assert.Equal("STATUS=Seeding “Aishah”\nWATCHDOG=1", manager.Receive());
        Assert.Equal("STOPPING=1", manager.Receive());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Notify_withoutASocket_doesNothing(string? variable)
    {
        SystemdNotifier notifier = Create(variable);
        Assert.False(notifier.IsEnabled);
        notifier.Notify(ServiceState.Ready);
    }

    [Fact]
    public void Notify_whenTheManagerIsGone_throws()
    {
        string variable;
        using (NotifySocket manager = NotifySocket.InFileSystem()) variable = manager.Variable;
        Assert.ThrowsAny<SocketException>(() => Create(variable).Notify(ServiceState.Ready));
    }

    [Fact]
    public void ServiceState_default_isEmpty()
    {
        Assert.Equal("", default(ServiceState).ToString());
        Assert.Equal("READY=1", ServiceState.Ready.ToString());
    }

    [Fact]
    public async Task Lifetime_ofAHost_notifiesStartAndStop()
    {
        using NotifySocket manager = NotifySocket.InFileSystem();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<ISystemdNotifier>(Create(manager.Variable)).AddSingleton<IHostLifetime, SystemdLifetime>();
        using IHost host = builder.Build();

        await host.StartAsync();
        Assert.Equal("READY=1", manager.Receive());
        await host.StopAsync();
        Assert.Equal("STOPPING=1", manager.Receive());
    }

    // The tests of this class run one after the other, and nothing else here reads the variable.
    private static SystemdNotifier Create(string? notifySocket)
    {
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", notifySocket);
        try
        {
            return new SystemdNotifier();
        }
        finally
        {
            Environment.SetEnvironmentVariable("NOTIFY_SOCKET", null);
        }
    }
}
