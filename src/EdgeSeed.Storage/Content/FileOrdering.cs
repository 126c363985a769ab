namespace EdgeSeed.Storage;

/// <summary>Compares whole paths as <see cref="FileOrder"/> says.</summary>
internal static class FileOrdering
{
    /// <summary>Negative, zero or positive, as for <see cref="IComparable"/>; zero only for equal paths.</summary>
    internal static int Compare(FileOrder order, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
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
