using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage.Content;

/// <summary>Compares whole paths as <see cref="FileOrder"/> says.</summary>
internal static class FileOrdering
{
    /// <summary>Negative, zero or positive, as for <see cref="IComparable"/>; zero only for equal paths.</summary>
    internal static int Compare(FileOrder order, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (order == FileOrder.Tree) return SafePath.Compare(left, right);
        if (order == FileOrder.Transmission)
        {
            int common = Math.Min(left.Length, right.Length);
            for (int i = 0; i < common; i++)
            {
                int difference = (sbyte)Lower(left[i]) - (sbyte)Lower(right[i]);
                if (difference != 0) return difference;
            }
            if (left.Length != right.Length) return left.Length - right.Length;
        }
        return left.SequenceCompareTo(right);
    }

    private static byte Lower(byte character) => character is >= (byte)'A' and <= (byte)'Z' ? (byte)(character + 32) : character;
}

/// <summary>In which order a folder's files follow one another in a torrent. The info-hash depends on it, and makers differ.</summary>
public enum FileOrder
{
    /// <summary>By the bytes of the whole path, separators included: mktorrent's order, and the default.</summary>
    Bytes,

    /// <summary>
    /// As transmission-create 3 orders on x86: ASCII letters without regard to case, and bytes above 127 before all others, because
    /// it compares signed characters. Equal to <see cref="Bytes"/> for lower-case ASCII names.
    /// </summary>
    Transmission,

    /// <summary>Folder by folder, by the bytes of names: the order of a file tree (BEP 52), which is part of version 2.</summary>
    Tree,
}
