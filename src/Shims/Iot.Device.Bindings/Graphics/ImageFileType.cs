namespace Iot.Device.Graphics;

/// <summary>Formats of image files; named by <see cref="BitmapImage.SaveToStream"/> alone.</summary>
public enum ImageFileType
{
    /// <summary>Not said.</summary>
    Unknown,
}
