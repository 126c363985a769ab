using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Engine.Tests.Simulation;

/// <summary>A disk whose every byte is known from its offset, that can be made slow, failing or gone.</summary>
internal sealed class PatternBlocks(long length) : BlockSource
{
    private readonly object _gate = new();
    private bool _isHanging;
    private long _reads;
    private long _bytesRead;

    public override long TotalLength => length;

    /// <summary>What every read reports from now on; null reads well.</summary>
    public StorageError? Failure { get; set; }

    /// <summary>What each read does first: a clock may go on by it.</summary>
    public Action Reading { get; set; } = static () => { };

    public long Reads => Interlocked.Read(ref _reads);

    public long BytesRead => Interlocked.Read(ref _bytesRead);

    /// <summary>Set once a read has begun: the signal that a test waits for before it acts on a read under way.</summary>
    public TaskCompletionSource Begun { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static StorageError MediumGone { get; } = StorageError.Found(StorageOperation.Read, "pattern", StorageFault.MediumFailed, "the stick was pulled");

    /// <summary>Reads hang from now on until <see cref="Release"/>.</summary>
    public void Hang()
    {
        lock (_gate) _isHanging = true;
    }

    public void Release()
    {
        lock (_gate)
        {
            _isHanging = false;
            Monitor.PulseAll(_gate);
        }
    }

    public static byte At(long offset) => (byte)(offset * 2654435761 >> 7);

    public static byte[] Range(long offset, int length)
    {
        var bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = At(offset + i);
        return bytes;
    }

    public override StorageError? Read(long offset, Span<byte> buffer)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + buffer.Length, length);
        Interlocked.Increment(ref _reads);
        Interlocked.Add(ref _bytesRead, buffer.Length);
        Begun.TrySetResult();
        Reading();
        lock (_gate)
        {
            while (_isHanging) Monitor.Wait(_gate);
        }
        if (Failure is { } failure) return failure;
        for (int i = 0; i < buffer.Length; i++) buffer[i] = At(offset + i);
        return null;
    }
}
