namespace EdgeSeed.Hardware.Displays;

/// <summary>
/// A small display. It keeps what it shows, and sends only the rows of bytes that changed; when nothing did it sends a byte or two
/// all the same, so that a display that is gone is noticed. After a fault it is disposed and opened anew. Not for several threads.
/// </summary>
public abstract class Panel : IDisposable
{
    private readonly byte[] _shown;
    private bool _isKnown;
    private byte _contrast;
    private bool _isOn = true;

    /// <summary>A panel of which nothing is known.</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    private protected Panel(int width, int height) => (Width, Height, _shown) = (width, height, new byte[width * height / 8]);

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>How many bytes of pixels were sent since it was opened.</summary>
    public long SentBytes { get; private set; }

    /// <summary>Shows a picture.</summary>
    /// <param name="canvas">The picture, of the panel's size.</param>
    /// <param name="brightness">0, dark, to 100 percent. Anything but 0 can be read.</param>
    /// <returns>What went wrong; <see langword="null"/> on success.</returns>
    public HardwareFault? Show(Canvas canvas, int brightness)
    {
        try
        {
            bool isOn = brightness > 0;
            byte contrast = (byte)(Math.Clamp(brightness, 1, 100) * 255 / 100);
            bool isSilent = !SendChanges(canvas.Frame);
            if (isSilent || contrast != _contrast || !_isKnown) SetContrast(contrast);
            if (isOn != _isOn || !_isKnown) SetOn(isOn);
            (_contrast, _isOn, _isKnown) = (contrast, isOn, true);
            return null;
        }
        catch (Exception exception) when (HardwareFault.IsMeantBy(exception))
        {
            return new HardwareFault("display", exception.Message);
        }
    }

    /// <summary>Makes it dark, if it still answers, and gives the bus back.</summary>
    public void Dispose()
    {
        try
        {
            SetOn(false);
        }
        catch (Exception exception) when (HardwareFault.IsMeantBy(exception))
        {
            // It is gone already; nobody is left to see it.
        }
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Sends some pages of the picture.</summary>
    /// <param name="first">The first page, from the top.</param>
    /// <param name="bytes">The pages, <see cref="Width"/> bytes each.</param>
    private protected abstract void SendPages(int first, Span<byte> bytes);

    /// <summary>Sets the current of lit pixels, 1 to 255.</summary>
    private protected abstract void SetContrast(byte contrast);

    /// <summary>Switches the panel, its memory kept.</summary>
    private protected abstract void SetOn(bool isOn);

    /// <summary>Gives the bus back.</summary>
    private protected abstract void Release();

    /// <summary>Sends each run of changed pages at once.</summary>
    /// <returns>Whether anything was sent.</returns>
    private bool SendChanges(ReadOnlySpan<byte> frame)
    {
        int pages = Height / 8;
        bool isAny = false;
        for (int first = 0; first < pages;)
        {
            int end = first;
            while (end < pages && (!_isKnown || !Page(frame, end).SequenceEqual(Page(_shown, end)))) end++;
            if (end > first)
            {
                Span<byte> run = _shown.AsSpan(first * Width, (end - first) * Width);
                frame.Slice(first * Width, run.Length).CopyTo(run);
                SendPages(first, run);
                SentBytes += run.Length;
                isAny = true;
            }
            first = end + 1;
        }
        return isAny;
    }

    private ReadOnlySpan<byte> Page(ReadOnlySpan<byte> frame, int page) => frame.Slice(page * Width, Width);
}
