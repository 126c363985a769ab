using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Engine.Tests.Simulation;

/// <summary>Data whose source has a bug: it throws where it should return what is wrong.</summary>
internal sealed class FaultyBlocks(long length) : BlockSource
{
    private volatile bool _throwsOnLoop, _throwsOnDrive, _throwsAtRest;

    public override long TotalLength => length;

    /// <summary>Throws on the session's thread, while a peer is served.</summary>
    public bool ThrowsOnLoop { set => _throwsOnLoop = value; }

    /// <summary>Throws on the drive's thread.</summary>
    public bool ThrowsOnDrive { set => _throwsOnDrive = value; }

    /// <summary>Throws on the session's thread, once nobody wants the data any more.</summary>
    public bool ThrowsAtRest { set => _throwsAtRest = value; }

    public override void Rest()
    {
        if (_throwsAtRest) throw new InvalidOperationException("planted");
    }

    public override bool TryLease(long offset, int length, out FileLease lease, out StorageError? error)
    {
        if (_throwsOnLoop) throw new InsufficientMemoryException("planted");
        return base.TryLease(offset, length, out lease, out error);
    }

    public override StorageError? Read(long offset, Span<byte> buffer)
    {
        if (_throwsOnDrive) throw new InvalidOperationException("planted");
        PatternBlocks.Range(offset, buffer.Length).CopyTo(buffer);
        return null;
    }
}
