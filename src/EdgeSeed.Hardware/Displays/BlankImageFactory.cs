using Iot.Device.Graphics;

namespace EdgeSeed.Hardware.Displays;

/// <summary>Gives the display binding the one kind of image it asks for: an empty one, to clear the panel with. We draw without images.</summary>
internal sealed class BlankImageFactory : IImageFactory
{
    /// <inheritdoc/>
    public BitmapImage CreateBitmap(int width, int height, PixelFormat pixelFormat) => new BlankImage(width, height, pixelFormat);

    /// <inheritdoc/>
    public BitmapImage CreateFromStream(Stream file) => throw new NotSupportedException("No image files are read.");
}
