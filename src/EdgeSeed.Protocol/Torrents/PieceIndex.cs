using System.Globalization;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>The number of a piece within its torrent, from 0 (BEP 3).</summary>
/// <param name="Value">Never negative; below the torrent's piece count when it came from <see cref="TorrentLayout"/>.</param>
public readonly record struct PieceIndex(int Value) : IComparable<PieceIndex>
{
    /// <inheritdoc/>
    public int CompareTo(PieceIndex other) => Value.CompareTo(other.Value);

    /// <summary>The number.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Compares the numbers.</summary>
    public static bool operator <(PieceIndex left, PieceIndex right) => left.Value < right.Value;

    /// <summary>Compares the numbers.</summary>
    public static bool operator >(PieceIndex left, PieceIndex right) => left.Value > right.Value;

    /// <summary>Compares the numbers.</summary>
    public static bool operator <=(PieceIndex left, PieceIndex right) => left.Value <= right.Value;

    /// <summary>Compares the numbers.</summary>
    public static bool operator >=(PieceIndex left, PieceIndex right) => left.Value >= right.Value;
}
