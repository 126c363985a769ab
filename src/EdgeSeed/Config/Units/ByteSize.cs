namespace EdgeSeed.Config.Units;

/// <summary>
/// An amount of bytes, or <see cref="Unlimited"/>. As text: <c>"32 MiB"</c> = 33,554,432, <c>"10 GB"</c> = 10,000,000,000,
/// <c>"unlimited"</c>; a plain number is bytes.
/// </summary>
/// <param name="Bytes">Bytes; <see cref="long.MaxValue"/> means no limit.</param>
internal readonly record struct ByteSize(long Bytes) : IComparable<ByteSize>
{
    /// <summary>No limit.</summary>
    public static readonly ByteSize Unlimited = new(long.MaxValue);

    /// <summary>Whether there is no limit.</summary>
    public bool IsUnlimited => Bytes == long.MaxValue;

    /// <summary>That many mebibytes (1,048,576 bytes each).</summary>
    public static ByteSize MiB(long count) => new(count << 20);

    /// <summary>Reads an amount; false when the text is not one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ByteSize size)
    {
        size = Unlimited;
        if (text.Trim() is "unlimited") return true;
        size = default;
        if (!UnitText.TrySplit(text, out decimal number, out ReadOnlySpan<char> symbol)) return false;
        if (!UnitText.TryUnit(symbol, bits: false, out decimal unit) || !UnitText.TryBytes(number, unit, out long bytes)) return false;
        size = new ByteSize(bytes);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(ByteSize other) => Bytes.CompareTo(other.Bytes);

    /// <summary>The shortest exact text, readable by <see cref="TryParse"/>.</summary>
    public override string ToString() => IsUnlimited ? "unlimited" : UnitText.Write(Bytes);
}
