using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgeSeed.Commands;
using EdgeSeed.Lifetime;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol.Trackers;
using EdgeSeed.Status;
using EdgeSeed.Tests.Common;

namespace EdgeSeed.Tests.Serve;

/// <summary>
/// Each part of a running service is killed in turn: within ten seconds the log says which and why, and the service has recovered or ends with a reason,
/// which the command makes an exit code of 1, so that systemd starts it again.
/// </summary>
public sealed class KillTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder _folder = new();
    private readonly FaultyTime _time = new();
    private readonly RecordingLog _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Session_thread_that_dies_ends_the_service() => DiesAsync("session", static _ => Task.CompletedTask);

    [Fact]
    public Task Worker_of_the_udp_tracker_that_dies_ends_the_service() => DiesAsync("tracker-udp", async service =>
    {
        using var client = new UdpClient(service.Page.Host, service.Page.Port);
        byte[] packet = new byte[16];
        UdpRequestHeader.Connect(9).Write(packet);
        await client.SendAsync(packet);
    });

    [Fact]
    public Task Front_of_the_http_port_that_dies_ends_the_service() => DiesAsync("tracker-http", static async service =>
    {
        string infoHash = string.Concat(Convert.FromHexString((await service.Status.ReadAsync()).Torrents[0].InfoHash).Select(static b => $"%{b:x2}"));
        using var client = new TcpClient();
        await client.ConnectAsync(service.Page.Host, service.Page.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /announce?info_hash={infoHash}&peer_id=-XX0000-aaaaaaaaaaaa&port=5000&left=1 HTTP/1.1\r\nHost: x\r\n\r\n"));
        await client.GetStream().ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false);
    });

    [Fact]
    public async Task Session_that_runs_out_of_memory_ends_with_a_last_line_that_says_what_to_do()
    {
        await using RunningService service = await StartAsync();
        _time.Plant("session", OutOfMemory);
        ServiceFaultException end = await Assert.ThrowsAsync<ServiceFaultException>(() => EndAsync(service));
        Assert.Contains("session ran out of memory", end.Message, StringComparison.Ordinal);
        Assert.Contains("service.memory_limit", end.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Snapshot_that_fails_is_said_and_the_next_one_comes()
    {
        await using RunningService service = await StartAsync();
        _time.Plant("StatusTaker.TakeAsync", Planted, times: 1);
        await Eventually.IsAsync(async () => await HealthAsync(service) is (HttpStatusCode.ServiceUnavailable, "the status cannot be taken (InvalidOperationException)\n"));
        Assert.Contains("status failed", _log.Text, StringComparison.Ordinal);
        await Eventually.IsAsync(async () => await HealthAsync(service) is (HttpStatusCode.OK, "ok\n"));
        Assert.Equal(TorrentPhase.Seeding, Assert.Single((await service.Status.ReadAsync()).Torrents).State);
    }

    [Fact]
    public async Task Root_that_fails_is_down_for_a_pause_and_then_seeds_what_is_new()
    {
        await using RunningService service = await StartAsync();
        _time.Plant("RootLoop.RestAsync", Planted);
        _folder.Fill("data/second.bin", 20_000);
        await Eventually.IsAsync(async () => await HealthAsync(service) is (HttpStatusCode.ServiceUnavailable, ['l', 'i', 'b', 'r', 'a', 'r', 'y', ' ', 'r', 'o', 'o', 't', ..]));
        Assert.Contains("planted", _log.Text, StringComparison.Ordinal);
        // A status that was taken a moment before does not know it yet.
        await Eventually.IsAsync(async () => (await service.Status.ReadAsync()).Alarms.Any(alarm => alarm.Code == AlarmCode.PartFailed));
        _time.Heal();
        await Eventually.IsAsync(async () => await HealthAsync(service) is (HttpStatusCode.OK, _) && (await service.Status.ReadAsync()).Torrents.Count(torrent => torrent.State == TorrentPhase.Seeding) == 2);
        Assert.False(service.Fatal.IsCompleted);
    }

    [Fact]
    public async Task Timer_whose_callback_fails_is_down_until_the_next_call()
    {
        await using RunningService service = await StartAsync();
        _time.Plant("UploadKeeper.", Planted, times: 3);
        await Eventually.IsAsync(async () => await HealthAsync(service) is (HttpStatusCode.ServiceUnavailable, { } reason) && reason.StartsWith("upload", StringComparison.Ordinal));
        Assert.Contains("planted", _log.Text, StringComparison.Ordinal);
        await Eventually.IsAsync(async () => await HealthAsync(service) is (HttpStatusCode.OK, _));
        Assert.False(service.Fatal.IsCompleted);
    }

    private static InvalidOperationException Planted() => new("planted");

    /// <summary>Does not return: no machine has so much.</summary>
    private static InvalidOperationException OutOfMemory() => new($"{new byte[Array.MaxLength, 1 << 20].Length}");

    /// <summary>Kills a part, by what may have to happen so that it does something.</summary>
    private async Task DiesAsync(string victim, Func<RunningService, Task> provoke)
    {
        await using RunningService service = await StartAsync();
        _time.Plant(victim, Planted);
        Task provoking = provoke(service);
        ServiceFaultException end = await Assert.ThrowsAsync<ServiceFaultException>(() => EndAsync(service));
        PartFault fault = await service.Fatal;
        Assert.Contains(fault.Part, end.Message, StringComparison.Ordinal);
        Assert.Equal("planted", fault.Exception.Message);
        Assert.Contains(fault.Part, _log.Text, StringComparison.Ordinal);
        Assert.Contains("planted", _log.Text, StringComparison.Ordinal);
        _time.Heal();
        await provoking.WaitAsync(s_limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Task EndAsync(RunningService service) =>
        ServiceRun.UntilEndAsync(new TaskCompletionSource().Task, service.Fatal, service).WaitAsync(s_limit);

    private async Task<RunningService> StartAsync()
    {
        _folder.Fill("data/film.mkv", 30_000);
        File.WriteAllText(_folder["seed.toml"], "[library]\nrescan = \"1 s\"\n");
        RunningService service = await RunningService.StartAsync(RunningService.Settings(_folder["state"], _folder["data"], "--config", _folder["seed.toml"]), _time, _log);
        await service.ReadyAsync();
        return service;
    }

    private static async Task<(HttpStatusCode Code, string Text)> HealthAsync(RunningService service)
    {
        using HttpResponseMessage answer = await service.Client.GetAsync(new Uri(service.Page, "healthz"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
