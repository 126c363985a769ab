using System.Globalization;
using System.Net.Sockets;
using System.Text;
using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop;

/// <summary>What a service manager is told (sd_notify(3), <c>Type=notify-reload</c>), at its own end: a real datagram socket.</summary>
public sealed class ServiceManagerTests
{
    [SkippableFact]
    public async Task Serve_tells_when_it_is_ready_alive_reloading_and_stopping()
    {
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        using var manager = new Manager(folder["notify"]);
        await using RunningProcess served = await StartAsync(network, folder);

        Assert.Equal("READY=1", await manager.NextAsync("READY"));
        Assert.StartsWith("WATCHDOG=1\nSTATUS=", await manager.NextAsync("WATCHDOG"), StringComparison.Ordinal);
        await RunningProcess.RequireAsync(["kill", "-HUP", served.Id.ToString(CultureInfo.InvariantCulture)], TimeSpan.FromSeconds(10));
        Assert.Matches("^RELOADING=1\nMONOTONIC_USEC=[0-9]+$", await manager.NextAsync("RELOADING"));
        Assert.Equal("READY=1", await manager.NextAsync("READY"));
        Assert.Equal(0, await served.StopAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal("STOPPING=1", await manager.NextAsync("STOPPING"));
    }

    [SkippableFact]
    public async Task Serve_goes_on_when_the_manager_is_gone()
    {
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        var manager = new Manager(folder["notify"]);
        await using RunningProcess served = await StartAsync(network, folder);
        await manager.NextAsync("READY");

        manager.Dispose();
        await RunningProcess.RequireAsync(["kill", "-HUP", served.Id.ToString(CultureInfo.InvariantCulture)], TimeSpan.FromSeconds(10));
        await RunningProcess.RequireAsync(network.Inside("curl", "-sS", "--fail", EdgeSeedProcess.Page + "/status.json"), TimeSpan.FromSeconds(30));

        Assert.Equal(0, await served.StopAsync(TimeSpan.FromSeconds(10)));
    }

    private static async Task<RunningProcess> StartAsync(PrivateNetwork network, TemporaryFolder folder)
    {
        string config = folder["seed.toml"];
        await File.WriteAllTextAsync(config, "[library]\nfolders = []\n");
        return RunningProcess.Start(network.Inside(
            "env", $"NOTIFY_SOCKET={folder["notify"]}", "WATCHDOG_USEC=1000000",
            EdgeSeedProcess.Binary, "serve", "--config", config, "--state", folder["state"], "--bind", PrivateNetwork.SeederAddress, "--no-hardware"));
    }

    private sealed class Manager : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        private readonly string _path;

        public Manager(string path)
        {
            _path = path;
            _socket.Bind(new UnixDomainSocketEndPoint(path));
        }

        /// <summary>The next message about something; others, such as of the watchdog, may come before it.</summary>
        public async Task<string> NextAsync(string subject)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            byte[] buffer = new byte[4096];
            while (true)
            {
                string message = Encoding.UTF8.GetString(buffer, 0, await _socket.ReceiveAsync(buffer, limit.Token));
                if (message.StartsWith(subject, StringComparison.Ordinal)) return message;
            }
        }

        public void Dispose()
        {
            _socket.Dispose();
            File.Delete(_path);
        }
    }
}
