using System.Buffers;

namespace EdgeSeed.Engine.Tls;

/// <summary>
/// A TLS connection as its client (TLS 1.2 and 1.3; HTTP/1.1 is asked for) over another stream, which it owns. Only the asynchronous calls on
/// memory are there, one at a time; the other stream's errors pass through, and its end without the server's farewell is one.
/// </summary>
internal sealed class TlsStream : Stream
{
    private const int BufferBytes = 16 * 1024;

    /// <summary>Bytes that may come in without a byte for the reader among them, 256 KiB; a server that sends more is cut off.</summary>
    private const int MaxIdleBytes = 256 * 1024;

    private readonly Stream _inner;
    private readonly TlsSession _session;
    private int _idleBytes;

    private TlsStream(Stream inner, TlsSession session) => (_inner, _session) = (inner, session);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Agrees on a secure connection with a host that proves to be who it should.</summary>
    /// <param name="inner">A fresh connection to the host; disposed of with what is returned, and left alone on failure.</param>
    /// <param name="host">A name in ASCII, or an IP address without brackets.</param>
    /// <param name="cancellation">Breaks it off.</param>
    /// <exception cref="InvalidDataException">The host does not prove it, or speaks no TLS; in words for the user.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<TlsStream> ConnectAsync(Stream inner, string host, CancellationToken cancellation)
    {
        var session = new TlsSession(host);
        try
        {
            var stream = new TlsStream(inner, session);
            await stream.RunAsync(default, isHandshake: true, cancellation).ConfigureAwait(false);
            return stream;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        buffer.IsEmpty ? ValueTask.FromResult(0) : RunAsync(buffer, isHandshake: false, cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            for (int at = 0; at < buffer.Length; at += BufferBytes)
            {
                TlsStep step = _session.Write(buffer.Span.Slice(at, Math.Min(BufferBytes, buffer.Length - at)));
                if (step != TlsStep.Done) throw new InvalidDataException(_session.Problem);
                await SendAsync(rented, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _session.Dispose();
            _inner.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>Takes the handshake, or a read, as far as it goes, and moves bytes either way in between.</summary>
    /// <returns>Bytes read; 0 at the end, or of the handshake.</returns>
    private async ValueTask<int> RunAsync(Memory<byte> into, bool isHandshake, CancellationToken cancellation)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (true)
            {
                int count = 0;
                TlsStep step = isHandshake ? _session.Handshake() : _session.Read(into.Span, out count);
                try
                {
                    await SendAsync(rented, cancellation).ConfigureAwait(false);
                }
                catch (IOException) when (step == TlsStep.Failed)
                {
                    // It was to be told why, and is gone.
                }
                if (step == TlsStep.Failed) throw new InvalidDataException(_session.Problem);
                if (step == TlsStep.Done) _idleBytes = 0;
                if (step != TlsStep.NeedsInput) return count;
                int came = await _inner.ReadAsync(rented.AsMemory(0, BufferBytes), cancellation).ConfigureAwait(false);
                if (came == 0) throw new EndOfStreamException(isHandshake ? "it closed the connection before it was secure" : "it broke the connection off");
                _idleBytes += came;
                if (_idleBytes > MaxIdleBytes) throw new InvalidDataException("no secure connection: it sends nothing but overhead");
                _session.Feed(rented.AsSpan(0, came));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Sends what is to be sent.</summary>
    private async ValueTask SendAsync(byte[] through, CancellationToken cancellation)
    {
        while (_session.Drain(through) is > 0 and int length) await _inner.WriteAsync(through.AsMemory(0, length), cancellation).ConfigureAwait(false);
    }
}
