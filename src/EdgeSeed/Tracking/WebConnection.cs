using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using EdgeSeed.Protocol;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace EdgeSeed.Tracking;

/// <summary>
/// One connection of the HTTP server: its socket, and between that and the server two pipes of a few kilobytes. No byte leaves but through its
/// <see cref="Account"/>, whoever wrote it: pages, downloads, and what the server itself says of a bad request.
/// </summary>
internal sealed class WebConnection : DefaultConnectionContext, IPlaceHolder
{
    /// <summary>Bytes of requests that are received before the server has looked at them; beyond, the client waits.</summary>
    public const int MaxReceivedBytes = 16 * 1024;

    /// <summary>Bytes of answers that wait for the client or the budget; beyond, the server waits.</summary>
    public const int MaxUnsentBytes = 16 * 1024;

    /// <summary>Bytes sent in one go.</summary>
    private const int MaxSendBytes = 64 * 1024;

    private const int IpProtocolTcp = 6;

    /// <summary>TCP_NOTSENT_LOWAT of <c>netinet/tcp.h</c>.</summary>
    private const int NotSentLowWatermark = 25;

    private static readonly PipeOptions s_input = Options(MaxReceivedBytes), s_output = Options(MaxUnsentBytes);

    private readonly Socket _socket;
    private readonly CancellationTokenSource _closed = new();
    private readonly CancellationTokenSource _left = new();
    private readonly Action<WebConnection> _ended;
    private readonly Duplex _own;
    private readonly List<ArraySegment<byte>> _segments = [];
    private Task _running = Task.CompletedTask;
    private long _activeAt = Environment.TickCount64;

    /// <summary>Takes a connected socket over.</summary>
    /// <param name="id">Its name in messages.</param>
    /// <param name="socket">Owned from now on.</param>
    /// <param name="client">Who is connected.</param>
    /// <param name="account">Pays for what is sent.</param>
    /// <param name="ended">Called once when the connection has ended.</param>
    /// <param name="isProxied">See <see cref="IsProxied"/>.</param>
    public WebConnection(string id, Socket socket, PeerEndPoint client, SendAccount account, Action<WebConnection> ended, bool isProxied = false) : base(id)
    {
        (_socket, _ended, Account, Client, IsProxied) = (socket, ended, account, client, isProxied);
        var input = new Pipe(s_input);
        var output = new Pipe(s_output);
        Transport = new Duplex(input.Reader, output.Writer);
        _own = new Duplex(output.Reader, input.Writer);
        LocalEndPoint = isProxied ? new IPEndPoint(client.Address, 0) : socket.LocalEndPoint;
        RemoteEndPoint = new IPEndPoint(client.Address, client.Port);
        ConnectionClosed = _left.Token;
        Features.Set<IMemoryPoolFeature>(BlockPool.Instance);
        Features.Set(this);
    }

    /// <summary>Who is connected.</summary>
    public PeerEndPoint Client { get; }

    /// <summary>Whether it comes by the socket for a proxy in front: whatever is asked is asked by others, and the proxy says who.</summary>
    public bool IsProxied { get; }

    /// <summary>Pays for what is sent.</summary>
    public SendAccount Account { get; }

    /// <inheritdoc/>
    public AddressBlock Block => AddressBlock.Of(Client);

    /// <inheritdoc/>
    public long ActiveAt => Volatile.Read(ref _activeAt);

    /// <summary>Has the kernel take no more while so many bytes wait unsent.</summary>
    public void BoundUnsent(int bytes)
    {
        try
        {
            _socket.SetRawSocketOption(IpProtocolTcp, NotSentLowWatermark, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in bytes)));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The client has gone, which sending will tell.
        }
    }

    /// <summary>Begins to receive and to send.</summary>
    public void Start() => _running = Task.WhenAll(ReceiveAsync(), SendAsync());

    /// <inheritdoc/>
    public void GiveWay() => Abort(new ConnectionAbortedException("It gives way to another."));

    /// <inheritdoc/>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        _ = _closed.CancelAsync();
        // Zero seconds to linger: what is unsent is thrown away, and the client is told by one packet.
        _socket.Close(0);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await Transport.Input.CompleteAsync().ConfigureAwait(false);
        await Transport.Output.CompleteAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _ended(this);
        _closed.Dispose();
        _left.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ReceiveAsync()
    {
        Exception? end = null;
        try
        {
            while (true)
            {
                // Nothing is held for a client that says nothing.
                await _socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, _closed.Token).ConfigureAwait(false);
                int received = await _socket.ReceiveAsync(_own.Output.GetMemory(), SocketFlags.None, _closed.Token).ConfigureAwait(false);
                if (received == 0) break;
                Touch();
                _own.Output.Advance(received);
                if ((await _own.Output.FlushAsync(_closed.Token).ConfigureAwait(false)).IsCompleted) break;
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            end = new ConnectionResetException("The client has left.", exception);
            await _closed.CancelAsync().ConfigureAwait(false);
        }
        await _own.Output.CompleteAsync(end).ConfigureAwait(false);
        // Who has stopped sending, having asked for something, is as good as gone: requests under way end.
        await _left.CancelAsync().ConfigureAwait(false);
    }

    private async Task SendAsync()
    {
        int allowed = 0;
        try
        {
            while (true)
            {
                ReadResult written = await _own.Input.ReadAsync(_closed.Token).ConfigureAwait(false);
                ReadOnlySequence<byte> rest = written.Buffer;
                while (!rest.IsEmpty)
                {
                    allowed = await Account.TakeAsync((int)Math.Min(rest.Length, MaxSendBytes), _closed.Token).ConfigureAwait(false);
                    await SendAsync(rest.Slice(0, allowed)).ConfigureAwait(false);
                    Touch();
                    rest = rest.Slice(allowed);
                    allowed = 0;
                }
                _own.Input.AdvanceTo(written.Buffer.End);
                if (written.IsCompleted || written.IsCanceled) break;
            }
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            await _closed.CancelAsync().ConfigureAwait(false);
            Account.Return(allowed);
        }
        await _own.Input.CompleteAsync().ConfigureAwait(false);
        _socket.Dispose();
        Account.Close();
    }

    private void Touch() => Volatile.Write(ref _activeAt, Environment.TickCount64);

    private async ValueTask SendAsync(ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsSingleSegment)
        {
            for (ReadOnlyMemory<byte> rest = bytes.First; !rest.IsEmpty;) rest = rest[await _socket.SendAsync(rest, SocketFlags.None, _closed.Token).ConfigureAwait(false)..];
            return;
        }
        while (!bytes.IsEmpty)
        {
            _segments.Clear();
            foreach (ReadOnlyMemory<byte> memory in bytes)
            {
                if (MemoryMarshal.TryGetArray(memory, out ArraySegment<byte> segment)) _segments.Add(segment);
            }
            bytes = bytes.Slice(await _socket.SendAsync(_segments, SocketFlags.None).ConfigureAwait(false));
        }
    }

    private static PipeOptions Options(int most) =>
        new(BlockPool.Instance, pauseWriterThreshold: most, resumeWriterThreshold: most / 2, minimumSegmentSize: BlockPool.BlockBytes, useSynchronizationContext: false);

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
