using EdgeSeed.Linux;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Targets;

namespace EdgeSeed.Engine.Tests.Simulation;

/// <summary>A download's target in memory, that can be full.</summary>
internal sealed class MemoryTarget(int length) : BlockTarget
{
    private readonly byte[] _bytes = new byte[length];

    public override long TotalLength => length;

    /// <summary>What every write reports from now on; null writes well.</summary>
    public volatile StorageError? Failure;

    public static StorageError Full { get; } = StorageError.FromErrno(StorageOperation.Store, "memory", Errno.NoSpace);

    public ReadOnlySpan<byte> Bytes => _bytes;

    public override StorageError? Write(long offset, ReadOnlySpan<byte> bytes)
    {
        if (Failure is { } failure) return failure;
        bytes.CopyTo(_bytes.AsSpan((int)offset));
        return null;
    }

    public override StorageError? Read(long offset, Span<byte> buffer)
    {
        _bytes.AsSpan((int)offset, buffer.Length).CopyTo(buffer);
        return null;
    }
}
