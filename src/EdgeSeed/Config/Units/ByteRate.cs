namespace EdgeSeed.Config.Units;

/// <summary>
/// A transfer rate in bytes per second, or <see cref="Unlimited"/>. As text: <c>"4 KB/s"</c> = 4,000, <c>"4 KiB/s"</c> = 4,096,
/// <c>"32 kbit/s"</c> = 4,000 bytes per second, <c>"unlimited"</c>; a plain number is bytes per second and the <c>/s</c> may be left out.
/// </summary>
/// <param name="BytesPerSecond">Bytes per second; <see cref="long.MaxValue"/> means no limit.</param>
internal readonly record struct ByteRate(long BytesPerSecond) : IComparable<ByteRate>
{
    /// <summary>No limit.</summary>
    public static readonly ByteRate Unlimited = new(long.MaxValue);

    /// <summary>Whether there is no limit.</summary>
    public bool IsUnlimited => BytesPerSecond == long.MaxValue;

    /// <summary>Reads a rate; false when the text is not one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ByteRate rate)
    {
        rate = Unlimited;
        if (text.Trim() is "unlimited") return true;
        rate = default;
        if (!UnitText.TrySplit(text, out decimal number, out ReadOnlySpan<char> unit)) return false;
        if (unit.EndsWith("/s")) unit = unit[..^2].TrimEnd();
        if (!UnitText.TryUnit(unit, bits: true, out decimal size) || !UnitText.TryBytes(number, size, out long bytes)) return false;
        rate = new ByteRate(bytes);
        return true;
    }

    /// <summary>What a text that is no rate, or a very low one, was probably meant to be, as a question; the tools of old took plain KB/s.</summary>
    public static string? Meant(string text) => TryParse(text, out ByteRate rate)
        ? rate.BytesPerSecond is > 0 and < 1000 ? $"did you mean \"{rate.BytesPerSecond} KB/s\"?" : null
        : UnitText.Meant(text, "/s");

    /// <inheritdoc/>
    public int CompareTo(ByteRate other) => BytesPerSecond.CompareTo(other.BytesPerSecond);

    /// <summary>The shortest exact text, readable by <see cref="TryParse"/>.</summary>
    public override string ToString() => IsUnlimited ? "unlimited" : UnitText.Write(BytesPerSecond) + "/s";
}
