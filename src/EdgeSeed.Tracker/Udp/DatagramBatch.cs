using System.Runtime.InteropServices;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Udp;

/// <summary>
/// A worker's requests and answers, outside the garbage collector's heap because the kernel is given their addresses. Linux only; owned by one
/// thread.
/// </summary>
internal sealed unsafe class DatagramBatch : IDisposable
{
    /// <summary>Datagrams taken with one system call.</summary>
    public const int Capacity = 32;

    private readonly Libc.MessageHeader* _headers;
    private readonly Libc.Buffer* _buffers;
    private readonly byte* _names;
    private readonly byte* _requests;
    private readonly byte* _replies;
    private int _replyCount;

    public DatagramBatch()
    {
        _headers = (Libc.MessageHeader*)NativeMemory.AllocZeroed(2 * Capacity, (nuint)sizeof(Libc.MessageHeader));
        _buffers = (Libc.Buffer*)NativeMemory.AllocZeroed(2 * Capacity, (nuint)sizeof(Libc.Buffer));
        _names = (byte*)NativeMemory.AllocZeroed(Capacity, SocketAddress.MaximumLength);
        _requests = (byte*)NativeMemory.Alloc(Capacity, UdpResponder.MaxRequestBytes);
        _replies = (byte*)NativeMemory.Alloc(Capacity, UdpResponder.MaxReplyBytes);
        for (int i = 0; i < Capacity; i++)
        {
            _buffers[i] = new Libc.Buffer { Start = _requests + (i * UdpResponder.MaxRequestBytes), Length = UdpResponder.MaxRequestBytes };
            _headers[i].Message = new Libc.Message { Name = Name(i), Buffers = _buffers + i, BufferCount = 1 };
        }
    }

    private Libc.MessageHeader* ReplyHeaders => _headers + Capacity;

    /// <summary>Waits for datagrams and takes those that are there.</summary>
    /// <returns>How many; negative on an error, which errno tells.</returns>
    public int Receive(int socket)
    {
        _replyCount = 0;
        for (int i = 0; i < Capacity; i++) _headers[i].Message.NameLength = SocketAddress.MaximumLength;
        return Libc.ReceiveMany(socket, _headers, Capacity, Libc.WaitForOne, 0);
    }

    /// <summary>A request received.</summary>
    public ReadOnlySpan<byte> Request(int index) => new(_buffers[index].Start, (int)_headers[index].Length);

    /// <summary>Where a request came from.</summary>
    public PeerEndPoint Source(int index) => PeerEndPoint.FromAddress(SocketAddress.Read(new ReadOnlySpan<byte>(Name(index), (int)_headers[index].Message.NameLength), out ushort port), port);

    /// <summary>Room for an answer.</summary>
    public Span<byte> Reply(int index) => new(_replies + (index * UdpResponder.MaxReplyBytes), UdpResponder.MaxReplyBytes);

    /// <summary>Has the first bytes of <see cref="Reply"/> sent to where the request came from.</summary>
    public void Queue(int index, int length)
    {
        _buffers[Capacity + _replyCount] = new Libc.Buffer { Start = _replies + (index * UdpResponder.MaxReplyBytes), Length = (nuint)length };
        ReplyHeaders[_replyCount].Message = new Libc.Message
        {
            Name = Name(index),
            NameLength = _headers[index].Message.NameLength,
            Buffers = _buffers + Capacity + _replyCount,
            BufferCount = 1,
        };
        _replyCount++;
    }

    /// <summary>Sends the answers. One that the kernel refuses, or has no room for, is dropped, as any datagram may be.</summary>
    public void Send(int socket)
    {
        int sent = 0;
        while (sent < _replyCount)
        {
            int now = Libc.SendMany(socket, ReplyHeaders + sent, (uint)(_replyCount - sent), Libc.DoNotWait);
            sent += Math.Max(1, now);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_headers);
        NativeMemory.Free(_buffers);
        NativeMemory.Free(_names);
        NativeMemory.Free(_requests);
        NativeMemory.Free(_replies);
    }

    private byte* Name(int index) => _names + (index * SocketAddress.MaximumLength);
}
