using System.Buffers;
using EdgeSeed.Engine.Web;

namespace EdgeSeed.Engine.Announcing;

/// <summary>
/// The body of an HTTP answer, read up to a bound. Small ones use pooled memory; of large ones only a few are held at a time.
/// </summary>
internal sealed class ReplyBody : IDisposable
{
    private const int SmallBytes = 64 * 1024;
    private const int FirstBytes = 4 * 1024;

    private readonly SemaphoreSlim _largeReplies;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);
    private bool _isLarge;

    private ReplyBody(SemaphoreSlim largeReplies) => _largeReplies = largeReplies;

    /// <summary>The bytes read; borrowed until disposal.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, Length);

    private int Length { get; set; }

    /// <summary>
    /// Reads to the end; null when the body is longer than <paramref name="maxBytes"/> or there is no room for a large one.
    /// </summary>
    public static async Task<ReplyBody?> ReadAsync(HttpBody source, int maxBytes, SemaphoreSlim largeReplies, CancellationToken cancellation)
    {
        var body = new ReplyBody(largeReplies);
        bool isWhole = false;
        try
        {
            while (true)
            {
                if (body.Length == body._buffer.Length && !body.TryGrow(maxBytes)) break;
                int read = await source.ReadAsync(body._buffer.AsMemory(body.Length), cancellation).ConfigureAwait(false);
                body.Length += read;
                isWhole = read == 0 && body.Length <= maxBytes;
                if (read == 0) break;
            }
            return isWhole ? body : null;
        }
        finally
        {
            if (!isWhole) body.Dispose();
        }
    }

    public void Dispose()
    {
        if (_isLarge) _largeReplies.Release();
        else if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        (_isLarge, _buffer) = (false, []);
    }

    private bool TryGrow(int maxBytes)
    {
        if (Length > maxBytes) return false;
        if (!_isLarge && 2 * Length > SmallBytes)
        {
            if (!_largeReplies.Wait(0)) return false;
            byte[] small = _buffer;
            // Not pooled: the pool would keep it, and answers of this size hardly ever come.
            _buffer = GC.AllocateUninitializedArray<byte>(Math.Max(maxBytes, Length) + 1);
            _isLarge = true;
            small.AsSpan(0, Length).CopyTo(_buffer);
            ArrayPool<byte>.Shared.Return(small);
            return true;
        }
        if (_isLarge) return false;
        byte[] larger = ArrayPool<byte>.Shared.Rent(2 * Length);
        _buffer.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
        return true;
    }
}
