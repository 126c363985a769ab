namespace EdgeSeed.Hardware.Displays;

/// <summary>Small pictures, nine rows of <see cref="Size"/> pixels.</summary>
public static class Icon
{
    /// <summary>Pixels across.</summary>
    public const int Size = 11;

    /// <summary>Pixels down.</summary>
    public const int Rows = 9;

    /// <summary>Sending.</summary>
    public static ReadOnlySpan<ushort> Up =>
    [
        0b00000100000,
        0b00001110000,
        0b00011111000,
        0b00111111100,
        0b00000100000,
        0b00000100000,
        0b00000100000,
        0b00000100000,
        0b00111111100,
    ];

    /// <summary>Torrents: a sheet upon a sheet.</summary>
    public static ReadOnlySpan<ushort> Files =>
    [
        0b00111111000,
        0b00100001100,
        0b00100001110,
        0b00100000010,
        0b00101111010,
        0b00100000010,
        0b00101111010,
        0b00100000010,
        0b00111111110,
    ];

    /// <summary>Other people's clients: two heads.</summary>
    public static ReadOnlySpan<ushort> Peers =>
    [
        0b00011001100,
        0b00111101110,
        0b00111101110,
        0b00011001100,
        0b00000000000,
        0b01111111100,
        0b01110111110,
        0b11110101111,
        0b11110101111,
    ];

    /// <summary>A USB drive.</summary>
    public static ReadOnlySpan<ushort> Drive =>
    [
        0b00011111000,
        0b00010101000,
        0b00011111000,
        0b00111111100,
        0b00100000100,
        0b00100000100,
        0b00100100100,
        0b00100000100,
        0b00111111100,
    ];

    /// <summary>All is well.</summary>
    public static ReadOnlySpan<ushort> Tick =>
    [
        0b00000000010,
        0b00000000110,
        0b00000001100,
        0b00000011000,
        0b01000110000,
        0b01101100000,
        0b00111000000,
        0b00010000000,
        0b00000000000,
    ];

    /// <summary>Somebody must look: a triangle with a mark.</summary>
    public static ReadOnlySpan<ushort> Warning =>
    [
        0b00000100000,
        0b00001110000,
        0b00001010000,
        0b00011011000,
        0b00011011000,
        0b00111011100,
        0b00111111100,
        0b01111011110,
        0b11111111111,
    ];

    /// <summary>An hourglass.</summary>
    public static ReadOnlySpan<ushort> Busy =>
    [
        0b01111111110,
        0b00100000100,
        0b00011111000,
        0b00001110000,
        0b00000100000,
        0b00001010000,
        0b00010101000,
        0b00101110100,
        0b01111111110,
    ];

    /// <summary>Not available.</summary>
    public static ReadOnlySpan<ushort> Cross =>
    [
        0b00000000000,
        0b00110001100,
        0b00011011000,
        0b00001110000,
        0b00000100000,
        0b00001110000,
        0b00011011000,
        0b00110001100,
        0b00000000000,
    ];

    /// <summary>Let go: a triangle upon a bar.</summary>
    public static ReadOnlySpan<ushort> Eject =>
    [
        0b00000100000,
        0b00001110000,
        0b00011111000,
        0b00111111100,
        0b01111111110,
        0b00000000000,
        0b01111111110,
        0b01111111110,
        0b00000000000,
    ];

    /// <summary>A budget: scales.</summary>
    public static ReadOnlySpan<ushort> Scales =>
    [
        0b00000100000,
        0b01111111110,
        0b01000100010,
        0b11100100111,
        0b11100100111,
        0b00000100000,
        0b00000100000,
        0b00011111000,
        0b00111111100,
    ];
}
