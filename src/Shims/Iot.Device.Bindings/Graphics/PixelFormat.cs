namespace Iot.Device.Graphics;

/// <summary>How an image's pixels are stored. The published package has more.</summary>
public enum PixelFormat
{
    /// <summary>Not said.</summary>
    Unspecified,

    /// <summary>One bit a pixel, black or white.</summary>
    Format1bppBw = 4,
}
