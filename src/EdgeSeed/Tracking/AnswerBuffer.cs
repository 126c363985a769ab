using System.Buffers;
using System.Buffers.Text;
using EdgeSeed.Tracker.Http;

namespace EdgeSeed.Tracking;

/// <summary>One answer at a time, head and body in one piece: the body is written first, behind room for the head.</summary>
internal sealed class AnswerBuffer : IBufferWriter<byte>
{
    private const int HeadRoom = 128;

    private readonly byte[] _bytes = new byte[HeadRoom + (2 * HttpTracker.MaxReplyBytes)];
    private int _end = HeadRoom;

    /// <summary>Forgets the answer before.</summary>
    public void Clear() => _end = HeadRoom;

    /// <summary>The whole answer, borrowed until the next.</summary>
    /// <param name="status">200 or 429.</param>
    /// <param name="keepsAlive">Whether the connection stays open.</param>
    public ReadOnlySpan<byte> Finish(int status, bool keepsAlive)
    {
        Span<byte> head = stackalloc byte[HeadRoom];
        int length = 0;
        Append(head, ref length, status == 200 ? "HTTP/1.1 200 OK\r\n"u8 : "HTTP/1.1 429 Too Many Requests\r\n"u8);
        Append(head, ref length, "Content-Type: text/plain\r\n"u8);
        Append(head, ref length, keepsAlive ? "Content-Length: "u8 : "Connection: close\r\nContent-Length: "u8);
        Utf8Formatter.TryFormat(_end - HeadRoom, head[length..], out int digits);
        length += digits;
        Append(head, ref length, "\r\n\r\n"u8);
        head[..length].CopyTo(_bytes.AsSpan(HeadRoom - length));
        return _bytes.AsSpan((HeadRoom - length).._end);
    }

    /// <inheritdoc/>
    public void Advance(int count) => _end += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0) => _bytes.AsMemory(_end);

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => _bytes.AsSpan(_end);

    private static void Append(Span<byte> head, ref int length, ReadOnlySpan<byte> text)
    {
        text.CopyTo(head[length..]);
        length += text.Length;
    }
}
