namespace Iot.Device.Graphics;

/// <summary>Drawing by the image library behind a <see cref="BitmapImage"/>.</summary>
public interface IGraphics : IDisposable
{
}
