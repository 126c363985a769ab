using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>
/// A relative path that cannot leave the folder it is resolved in: one or more segments of bytes, none of them empty, <c>.</c> or
/// <c>..</c>, none with NUL or <c>/</c>. Bytes, not characters: Linux names need not be UTF-8. A backslash is a byte like any other, as
/// it is to Linux; names that differ only in case are different. Symbolic links on the disk are the storage's affair.
/// The default value is a path of no segments, which no parser returns.
/// </summary>
public readonly struct SafePath : IEquatable<SafePath>
{
    /// <summary>Most bytes in one segment: the kernel's NAME_MAX. A longer one could not exist on a disk and is refused.</summary>
    public const int MaxSegmentLength = 255;

    /// <summary>Most bytes in a path with its separators: the kernel's PATH_MAX less the NUL. A longer one is refused.</summary>
    public const int MaxLength = 4095;

    private SafePath(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    /// <summary>The segments joined by <c>/</c>: what <c>openat</c> takes, but for the NUL at the end.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The segments joined by <c>/</c>.</summary>
    public ReadOnlySpan<byte> Span => Bytes.Span;

    /// <summary>The last segment: the file's own name.</summary>
    public ReadOnlySpan<byte> FileName => Span[(Span.LastIndexOf((byte)'/') + 1)..];

    /// <summary>The segments before the last, joined by <c>/</c>; empty for a single segment.</summary>
    public ReadOnlySpan<byte> Folder => Span[..Math.Max(0, Span.LastIndexOf((byte)'/'))];

    /// <summary>The same in memory of its own, which keeps nothing else alive.</summary>
    public SafePath Copy() => new(Bytes.ToArray());

    /// <summary>Takes a path whose segments are joined by <c>/</c>.</summary>
    /// <param name="joined">Borrowed, not copied: it must not change afterwards.</param>
    /// <param name="path">The path, when there is no fault.</param>
    /// <returns>What is wrong, or <see cref="PathFault.None"/>.</returns>
    public static PathFault Check(ReadOnlyMemory<byte> joined, out SafePath path)
    {
        path = default;
        if (joined.IsEmpty) return PathFault.NoSegments;
        if (joined.Length > MaxLength) return PathFault.PathTooLong;
        foreach (Range range in joined.Span.Split((byte)'/'))
        {
            PathFault fault = CheckSegment(joined.Span[range]);
            if (fault != PathFault.None) return fault;
        }
        path = new SafePath(joined);
        return PathFault.None;
    }

    /// <summary>Takes a single segment, such as a torrent's name.</summary>
    /// <param name="name">Borrowed, not copied: it must not change afterwards.</param>
    /// <param name="path">The path of one segment, when true is returned.</param>
    /// <returns>Whether <see cref="CheckSegment"/> finds no fault.</returns>
    public static bool CheckName(ReadOnlyMemory<byte> name, out SafePath path)
    {
        bool isSafe = CheckSegment(name.Span) == PathFault.None;
        path = isSafe ? new SafePath(name) : default;
        return isSafe;
    }

    /// <summary>Takes text with <c>/</c> between the segments, as UTF-8.</summary>
    /// <returns>False when <see cref="Check"/> finds a fault.</returns>
    public static bool TryParse(string text, out SafePath path)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Check(Encoding.UTF8.GetBytes(text), out path) == PathFault.None;
    }

    /// <summary>Checks one segment, such as one string of a metainfo <c>path</c> list.</summary>
    public static PathFault CheckSegment(ReadOnlySpan<byte> segment)
    {
        if (segment.IsEmpty) return PathFault.EmptySegment;
        if (segment.Length > MaxSegmentLength) return PathFault.SegmentTooLong;
        if (segment.SequenceEqual("."u8) || segment.SequenceEqual(".."u8)) return PathFault.DotSegment;
        return segment.IndexOfAny((byte)0, (byte)'/') switch
        {
            < 0 => PathFault.None,
            int at => segment[at] == 0 ? PathFault.NulByte : PathFault.Separator,
        };
    }

    /// <summary>The ranges of the segments within <see cref="Span"/>, without allocating.</summary>
    public MemoryExtensions.SpanSplitEnumerator<byte> Segments() => Span.Split((byte)'/');

    /// <summary>This path beneath a folder.</summary>
    /// <param name="folder">The folder's path.</param>
    /// <param name="path">The joined path, in memory of its own.</param>
    /// <returns>False when it would be longer than <see cref="MaxLength"/>.</returns>
    public bool TryBeneath(SafePath folder, out SafePath path)
    {
        byte[] joined = [.. folder.Span, (byte)'/', .. Span];
        return Check(joined, out path) == PathFault.None;
    }

    /// <summary>Orders like a walk through the folders: segment by segment, bytes compared.</summary>
    /// <remarks>Not the order of the joined bytes: <c>a/b</c> stands right after <c>a</c>, before <c>a-b</c>.</remarks>
    public static int Compare(SafePath left, SafePath right) => Compare(left.Span, right.Span);

    /// <summary>The same for paths whose segments are joined by <c>/</c>.</summary>
    public static int Compare(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        int common = a.CommonPrefixLength(b);
        if (common == a.Length || common == b.Length) return a.Length - b.Length;
        return Rank(a[common]) - Rank(b[common]);

        static int Rank(byte value) => value == '/' ? 0 : value;
    }

    /// <summary>Whether this path names a folder above the other.</summary>
    public bool IsFolderOf(SafePath other) =>
        other.Span.Length > Span.Length && other.Span[Span.Length] == '/' && other.Span.StartsWith(Span);

    /// <summary>The path for printing: see <see cref="ByteText.Printable"/>.</summary>
    public override string ToString() => ByteText.Printable(Span);

    /// <inheritdoc/>
    public bool Equals(SafePath other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is SafePath other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => new ByteText(Bytes).GetHashCode();

    /// <summary>Compares the bytes.</summary>
    public static bool operator ==(SafePath left, SafePath right) => left.Equals(right);

    /// <summary>Compares the bytes.</summary>
    public static bool operator !=(SafePath left, SafePath right) => !left.Equals(right);
}
