using System.Buffers.Text;

namespace EdgeSeed.Engine.Web;

/// <summary>
/// The body of an HTTP answer, without what frames it: as long as was said, in chunks (RFC 9112, 7.1), or to the connection's end. Fields
/// after the last chunk are not read. How much is read is for the reader to bound.
/// </summary>
internal sealed class HttpBody(HttpInput input, HttpReplyHead head)
{
    /// <summary>Bytes of a chunk's first line at most, extensions included; a longer one is an error.</summary>
    private const int MaxChunkLineBytes = 256;

    /// <summary>Hexadecimal digits that fit into a chunk's length.</summary>
    private const int MaxChunkDigits = 15;

    private long _left = head.IsChunked ? 0 : head.ContentLength ?? long.MaxValue;
    private bool _isAfterChunk, _isEnded;

    /// <summary>Reads some of it; 0 bytes at its end.</summary>
    /// <exception cref="IOException">The connection broke, or ended before the body.</exception>
    /// <exception cref="InvalidDataException">The chunks have errors.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken cancellation)
    {
        if (_left == 0 && head.IsChunked && !_isEnded) await BeginChunkAsync(cancellation).ConfigureAwait(false);
        if (_left == 0) return 0;
        if (into.Length > _left) into = into[..(int)_left];
        int read = await input.ReadAsync(into, cancellation).ConfigureAwait(false);
        bool isToTheEnd = !head.IsChunked && head.ContentLength is null;
        if (isToTheEnd) return read;
        if (read == 0) throw new EndOfStreamException("it closed the connection within its answer");
        _left -= read;
        return read;
    }

    private async ValueTask BeginChunkAsync(CancellationToken cancellation)
    {
        // The chunk before ends with an empty line of its own.
        if (_isAfterChunk)
        {
            int end = await HoldLineAsync(cancellation).ConfigureAwait(false);
            if (input.Held[..end] is not ([(byte)'\n'] or [(byte)'\r', (byte)'\n'])) throw Malformed();
            input.Take(end);
        }
        int length = await HoldLineAsync(cancellation).ConfigureAwait(false);
        bool isNumber = Utf8Parser.TryParse(input.Held[..length], out _left, out int digits, 'x') && digits <= MaxChunkDigits;
        if (!isNumber || input.Held[digits] is not ((byte)';' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')) throw Malformed();
        input.Take(length);
        (_isAfterChunk, _isEnded) = (true, _left == 0);
    }

    /// <summary>Reads until a line is held.</summary>
    /// <returns>Its bytes, the line feed included.</returns>
    private async ValueTask<int> HoldLineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            int end = input.Held.IndexOf((byte)'\n');
            if (end >= MaxChunkLineBytes || (end < 0 && input.Held.Length >= MaxChunkLineBytes)) throw Malformed();
            if (end >= 0) return end + 1;
            if (!await input.HoldMoreAsync(cancellation).ConfigureAwait(false))
                throw new EndOfStreamException("it closed the connection within its answer");
        }
    }

    private static InvalidDataException Malformed() => new("not an HTTP answer: its chunks have errors");
}
