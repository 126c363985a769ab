using System.CommandLine;
using System.Net.Sockets;
using EdgeSeed.Commands;
using EdgeSeed.Config.Binding;
using EdgeSeed.Config.Values;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Serve;
using EdgeSeed.Status;
using EdgeSeed.Tests.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeSeed.Tests.Serve;

/// <summary>A whole service on loopback, on ports that the kernel chose.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly Service _service;

    private RunningService(Service service) => _service = service;

    public HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(20) };

    public Uri Page => new(_service.PageUrl);

    public StatusBoard Status => _service.Status;

    public Task FirstPass => _service.FirstPass;

    public Task<PartFault> Fatal => _service.Fatal;

    public static ServiceSettings Settings(string state, string folder, params string[] options)
    {
        var command = new Command("test");
        var service = new ServiceOptions();
        service.AddTo(command);
        var error = new StringWriter();
        string[] ports = [.. ((string[])["--port", "--peer-port"]).Except(options).SelectMany(option => (string[])[option, "0"])];
        ParseResult parsed = command.Parse(["--state", state, "--bind", "127.0.0.1", "--no-hardware", .. ports, .. options]);
        parsed.InvocationConfiguration.Error = error;
        return service.Load(parsed, [new ConfigOverride("library.folders", ConfigValue.OfFlag("PATH", [folder]))])
            ?? throw new InvalidOperationException(error.ToString());
    }

    public static Task<RunningService> StartAsync(string state, string folder, params string[] options) =>
        StartAsync(Settings(state, folder, options), TimeProvider.System, NullLoggerFactory.Instance);

    public static async Task<RunningService> StartAsync(ServiceSettings settings, TimeProvider time, ILoggerFactory logging) =>
        new(await SeedService.StartAsync(settings, time, logging));

    /// <summary>The status once everything in the folder has been dealt with.</summary>
    public async Task<StatusSnapshot> ReadyAsync()
    {
        await FirstPass.WaitAsync(TimeSpan.FromSeconds(30));
        StatusSnapshot? status = null;
        await Eventually.IsAsync(async () => !(status = await Status.ReadAsync()).Torrents.Any(torrent => torrent.State is TorrentPhase.Queued or TorrentPhase.Hashing));
        return status!;
    }

    /// <summary>One raw request with a Host header of the caller's choice; the answer's bytes.</summary>
    public async Task<byte[]> AskAsync(string target, string host)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Page.Host, Page.Port);
        using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes($"GET {target} HTTP/1.0\r\nHost: {host}\r\n\r\n"));
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer);
        byte[] bytes = answer.ToArray();
        int head = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        return bytes[(head + 4)..];
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _service.DisposeAsync();
    }
}
