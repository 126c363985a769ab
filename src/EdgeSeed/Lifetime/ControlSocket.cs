using System.Net.Sockets;
using System.Text;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Logs;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace EdgeSeed.Lifetime;

/// <summary>
/// Where <c>edgeseed eject</c>, <c>pause</c> and the like reach the running service: a local socket in the state directory, which only who may enter
/// that directory can open, and nobody from the network. One line comes in, one goes back: <c>done MESSAGE</c> or <c>no MESSAGE</c>.
/// </summary>
internal sealed class ControlSocket : IAsyncDisposable
{
    /// <summary>Longest line, in bytes; a longer one is not answered.</summary>
    public const int MaxLineBytes = 1024;

    private const string FileName = "control";
    private const string Done = "done";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, CancellationToken, Task<ControlReply?>> _answer;
    private readonly ILogger _log;
    private readonly string _path;
    private readonly Task _running;

    /// <summary>Begins to listen; where that is impossible, the log says so and drives are let go by other means.</summary>
    /// <param name="statePath">The state directory, whose lock is held.</param>
    /// <param name="answer">Does what a line says; null for one that it does not understand, which is then not answered.</param>
    /// <param name="supervisor">Runs it, and begins it again after a fault.</param>
    /// <param name="log">What failed.</param>
    public ControlSocket(string statePath, Func<string, CancellationToken, Task<ControlReply?>> answer, Supervisor supervisor, ILogger log)
    {
        (_path, _answer, _log, _running) = (PathIn(statePath), answer, log, Task.CompletedTask);
        try
        {
            File.Delete(_path);
            // Set on the socket, which gives it to its name: never open to others, and no link in that place is followed.
            if (OperatingSystem.IsLinux()) File.SetUnixFileMode(new SafeFileHandle(_socket.Handle, ownsHandle: false), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            _socket.Bind(new UnixDomainSocketEndPoint(_path));
            _socket.Listen(1);
            _running = supervisor.RepeatAsync("control socket", RunAsync, _stop.Token);
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            EdgeSeedLog.StateFailed(log, $"'edgeseed eject', 'pause' and the like are not available: {exception.Message}");
        }
    }

    /// <summary>Where the socket of a state directory is.</summary>
    public static string PathIn(string statePath) => Path.Combine(statePath, FileName);

    /// <summary>Asks the running service to do something.</summary>
    /// <param name="statePath">Its state directory.</param>
    /// <param name="line">What, without the line's end.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="SocketException">No service listens there.</exception>
    /// <exception cref="IOException">It went away meanwhile.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<ControlReply> AskAsync(string statePath, string line, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(PathIn(statePath)), cancellation).ConfigureAwait(false);
        await socket.SendAsync(Encoding.UTF8.GetBytes(line + "\n"), cancellation).ConfigureAwait(false);
        string? answer = await ReadLineAsync(socket, cancellation).ConfigureAwait(false);
        int blank = answer?.IndexOf(' ', StringComparison.Ordinal) ?? -1;
        if (blank < 0) throw new IOException("the service gave no answer");
        return new ControlReply(answer![..blank] == Done, answer[(blank + 1)..]);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _socket.Dispose();
        File.Delete(_path);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using Socket client = await _socket.AcceptAsync(_stop.Token).ConfigureAwait(false);
                await AnswerAsync(client).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                if (!_stop.IsCancellationRequested) EdgeSeedLog.StateFailed(_log, $"a command of the terminal was not answered: {exception.Message}");
            }
        }
    }

    private async Task AnswerAsync(Socket client)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        patience.CancelAfter(s_patience);
        string? line = await ReadLineAsync(client, patience.Token).ConfigureAwait(false);
        if (line is null || await _answer(line, _stop.Token).ConfigureAwait(false) is not { } reply) return;
        await client.SendAsync(Encoding.UTF8.GetBytes($"{(reply.IsDone ? Done : "no")} {reply.Message}\n"), _stop.Token).ConfigureAwait(false);
    }

    private static async Task<string?> ReadLineAsync(Socket socket, CancellationToken cancellation)
    {
        byte[] buffer = new byte[MaxLineBytes];
        for (int length = 0; length < buffer.Length;)
        {
            int received = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
            if (received == 0) return null;
            length += received;
            int end = buffer.AsSpan(0, length).IndexOf((byte)'\n');
            if (end >= 0) return Encoding.UTF8.GetString(buffer, 0, end);
        }
        return null;
    }
}

/// <summary>What came of what the owner wanted.</summary>
/// <param name="IsDone">Whether it is done; of a drive that was let go, whether it may be pulled out.</param>
/// <param name="Message">A plain sentence for a person, without a full stop.</param>
internal sealed record ControlReply(bool IsDone, string Message);
