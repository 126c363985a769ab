using System.Net.Sockets;
using EdgeSeed.Lifetime;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Terminal;
using EdgeSeed.Tests.Serve;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeSeed.Tests.Lifetime;

public sealed class ControlSocketTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Line_is_passed_on_and_the_answer_comes_back()
    {
        Directory.CreateDirectory(_folder["state"]);
        string asked = "";
        await using var socket = new ControlSocket(_folder["state"], Answer, Supervisor.Alone(TimeProvider.System), NullLogger.Instance);
        ControlReply result = await ControlSocket.AskAsync(_folder["state"], "eject MY FILMS", default);
        Assert.Equal(("eject MY FILMS", new ControlReply(true, "it may be unplugged now")), (asked, result));
        if (OperatingSystem.IsLinux()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ControlSocket.PathIn(_folder["state"])));

        Task<ControlReply?> Answer(string line, CancellationToken cancellation)
        {
            asked = line;
            return Task.FromResult<ControlReply?>(new ControlReply(true, "it may be unplugged now"));
        }
    }

    [Fact]
    public async Task Garbage_is_not_answered_and_the_next_one_is()
    {
        Directory.CreateDirectory(_folder["state"]);
        await using var socket = new ControlSocket(_folder["state"], (line, _) => Task.FromResult(line == "eject " ? new ControlReply(false, "no such drive") : null), Supervisor.Alone(TimeProvider.System), NullLogger.Instance);
        foreach (byte[] garbage in (byte[][])[[], "halt\n"u8.ToArray(), new byte[5000], "\n"u8.ToArray()])
        {
            using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await client.ConnectAsync(new UnixDomainSocketEndPoint(ControlSocket.PathIn(_folder["state"])));
            try
            {
                await client.SendAsync(garbage);
                client.Shutdown(SocketShutdown.Send);
                Assert.Equal(0, await client.ReceiveAsync(new byte[10]));
            }
            catch (SocketException)
            {
                // Closed with bytes unread: as good as an end.
            }
        }
        Assert.Equal(new ControlReply(false, "no such drive"), await ControlSocket.AskAsync(_folder["state"], "eject ", default));
    }

    [Fact]
    public async Task Running_service_without_a_drive_says_so()
    {
        Directory.CreateDirectory(_folder["data"]);
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["data"]);
        Commands.CommandOutcome outcome = await Commands.CommandOutcome.RunAsync("eject", "--state", _folder["state"]);
        Assert.Equal(ExitCode.Failed, outcome.ExitCode);
        Assert.Contains("no drive is plugged in", outcome.Error, StringComparison.Ordinal);
        outcome = await Commands.CommandOutcome.RunAsync("eject", "X", "--state", _folder["nowhere"]);
        Assert.Contains("no service runs", outcome.Error, StringComparison.Ordinal);
    }
}
