using System.Drawing;

namespace Iot.Device.Graphics;

/// <summary>An image of some image library.</summary>
/// <param name="width">In pixels.</param>
/// <param name="height">In pixels.</param>
/// <param name="stride">Bytes a row.</param>
/// <param name="pixelFormat">How pixels are stored.</param>
public abstract class BitmapImage(int width, int height, int stride, PixelFormat pixelFormat) : IDisposable
{
    private static IImageFactory? s_factory;

    /// <summary>In pixels.</summary>
    public int Width { get; } = width;

    /// <summary>In pixels.</summary>
    public int Height { get; } = height;

    /// <summary>Bytes a row.</summary>
    public int Stride { get; } = stride;

    /// <summary>How pixels are stored.</summary>
    public PixelFormat PixelFormat { get; } = pixelFormat;

    /// <summary>Chooses the image library; to be called before a display is made.</summary>
    public static void RegisterImageFactory(IImageFactory factory) => s_factory = factory;

    /// <summary>Makes an empty image by the library chosen.</summary>
    /// <exception cref="InvalidOperationException">None was chosen.</exception>
    public static BitmapImage CreateBitmap(int width, int height, PixelFormat pixelFormat) =>
        (s_factory ?? throw new InvalidOperationException("No image factory is registered.")).CreateBitmap(width, height, pixelFormat);

    /// <summary>Colours a pixel.</summary>
    public abstract void SetPixel(int x, int y, Color color);

    /// <summary>A pixel's colour.</summary>
    public abstract Color GetPixel(int x, int y);

    /// <summary>The stored pixels, row by row.</summary>
    public abstract Span<byte> AsByteSpan();

    /// <summary>Writes the image as a file.</summary>
    public abstract void SaveToStream(Stream stream, ImageFileType format);

    /// <summary>Drawing on this image.</summary>
    public abstract IGraphics GetDrawingApi();

    /// <summary>Frees the image.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the image.</summary>
    /// <param name="disposing">Always true here.</param>
    protected abstract void Dispose(bool disposing);
}
