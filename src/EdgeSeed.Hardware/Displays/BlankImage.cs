using System.Drawing;
using Iot.Device.Graphics;

namespace EdgeSeed.Hardware.Displays;

/// <summary>An image that stays black.</summary>
internal sealed class BlankImage(int width, int height, PixelFormat pixelFormat) : BitmapImage(width, height, (width + 7) / 8, pixelFormat)
{
    private readonly byte[] _pixels = new byte[(width + 7) / 8 * height];

    /// <inheritdoc/>
    public override void SetPixel(int x, int y, Color color)
    {
        // Nobody draws on it.
    }

    /// <inheritdoc/>
    public override Color GetPixel(int x, int y) => Color.Black;

    /// <inheritdoc/>
    public override Span<byte> AsByteSpan() => _pixels;

    /// <inheritdoc/>
    public override void SaveToStream(Stream stream, ImageFileType format) => throw new NotSupportedException("No image files are written.");

    /// <inheritdoc/>
    public override IGraphics GetDrawingApi() => throw new NotSupportedException("Nobody draws on it.");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // It holds nothing.
    }
}

/// <summary>Gives the display binding the one kind of image it asks for: an empty one, to clear the panel with. We draw without images.</summary>
internal sealed class BlankImageFactory : IImageFactory
{
    /// <inheritdoc/>
    public BitmapImage CreateBitmap(int width, int height, PixelFormat pixelFormat) => new BlankImage(width, height, pixelFormat);

    /// <inheritdoc/>
    public BitmapImage CreateFromStream(Stream file) => throw new NotSupportedException("No image files are read.");
}
