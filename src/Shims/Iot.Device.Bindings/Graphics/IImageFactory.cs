namespace Iot.Device.Graphics;

/// <summary>Makes the images of one image library.</summary>
public interface IImageFactory
{
    /// <summary>Makes an empty image.</summary>
    BitmapImage CreateBitmap(int width, int height, PixelFormat pixelFormat);

    /// <summary>Reads an image file.</summary>
    BitmapImage CreateFromStream(Stream file);
}
