using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Engine.Swarms;

/// <summary>
/// A message that is being sent, piece by piece as the budget and the socket allow: a header from memory, then data from a source.
/// </summary>
internal struct SendItem
{
    /// <summary>Where the data comes from; null when there is no item.</summary>
    public BlockSource? Source;

    /// <summary>First byte of the data in <see cref="Source"/>.</summary>
    public long Offset;

    /// <summary>Bytes of data.</summary>
    public int DataLength;

    /// <summary>Bytes of the header.</summary>
    public int HeaderLength;

    /// <summary>Bytes sent so far, header and data together.</summary>
    public int Sent;

    /// <summary>The block, when the item answers a request; its length is 0 when it is metadata.</summary>
    public BlockRequest Block;

    private HeaderBytes _header;

    public readonly bool Exists => Source is not null;

    public readonly int Remaining => HeaderLength + DataLength - Sent;

    public readonly int HeaderRemaining => Math.Max(0, HeaderLength - Sent);

    /// <summary>First byte of the data not sent yet.</summary>
    public readonly long DataPosition => Offset + Math.Max(0, Sent - HeaderLength);

    public readonly bool IsBlock => Block.Length > 0;

    /// <summary>Room for a header.</summary>
    [UnscopedRef]
    public Span<byte> Header => _header;

    [InlineArray(80)]
    [SuppressMessage("Style", "IDE0044:Add readonly modifier", Justification = "The one field of an inline array is its storage.")]
    [SuppressMessage("Style", "IDE0051:Remove unused private members", Justification = "The one field of an inline array is its storage.")]
    private struct HeaderBytes
    {
        private byte _first;
    }
}
