using System.Device.I2c;

namespace EdgeSeed.Hardware.Displays;

/// <summary>
/// A 128×64 display with an SH1106 (Sino Wealth, data sheet 2.3): like the SSD1306, but its memory has 132 columns, of which the panel
/// shows the middle 128, and each page is addressed by itself.
/// </summary>
public sealed class Sh1106Panel : Panel
{
    private const byte CommandsFollow = 0x00, DataFollows = 0x40;
    private const int FirstColumn = 2;

    private readonly I2cDevice _device;
    private readonly byte[] _message = new byte[Canvas.MaxWidth + 1];

    private Sh1106Panel(I2cDevice device, bool isFlipped)
        : base(Canvas.MaxWidth, Canvas.MaxHeight)
    {
        _device = device;
        // Off; oscillator; 64 rows; no offset; first row; converter on, at 9 V; wiring of rows; pre-charge; deselect level; picture
        // from memory; not inverted. Then the order of columns and rows.
        Send(CommandsFollow, [0xAE, 0xD5, 0x80, 0xA8, 0x3F, 0xD3, 0, 0x40, 0xAD, 0x8B, 0x33, 0xDA, 0x12, 0xD9, 0x1F, 0xDB, 0x40, 0xA4, 0xA6]);
        Send(CommandsFollow, isFlipped ? [0xA0, 0xC0] : [0xA1, 0xC8]);
    }

    /// <summary>Sets the display up.</summary>
    /// <param name="device">Its place on the bus, which the panel owns from now on; disposed on failure.</param>
    /// <param name="isFlipped">Whether it hangs upside down.</param>
    /// <param name="panel">The panel; <see langword="null"/> on failure.</param>
    /// <returns>Why it cannot be used; <see langword="null"/> on success.</returns>
    public static HardwareFault? TryOpen(I2cDevice device, bool isFlipped, out Panel? panel)
    {
        panel = null;
        try
        {
            panel = new Sh1106Panel(device, isFlipped);
            return null;
        }
        catch (Exception exception) when (HardwareFault.IsMeantBy(exception))
        {
            device.Dispose();
            return new HardwareFault("display", exception.Message);
        }
    }

    /// <inheritdoc/>
    private protected override void SendPages(int first, Span<byte> bytes)
    {
        for (int page = 0; page < bytes.Length / Width; page++)
        {
            Send(CommandsFollow, [(byte)(0xB0 + first + page), FirstColumn & 0x0F, 0x10 | (FirstColumn >> 4)]);
            Send(DataFollows, bytes.Slice(page * Width, Width));
        }
    }

    /// <inheritdoc/>
    private protected override void SetContrast(byte contrast) => Send(CommandsFollow, [0x81, contrast]);

    /// <inheritdoc/>
    private protected override void SetOn(bool isOn) => Send(CommandsFollow, [(byte)(isOn ? 0xAF : 0xAE)]);

    /// <inheritdoc/>
    private protected override void Release() => _device.Dispose();

    private void Send(byte control, ReadOnlySpan<byte> bytes)
    {
        _message[0] = control;
        bytes.CopyTo(_message.AsSpan(1));
        _device.Write(_message.AsSpan(0, bytes.Length + 1));
    }
}
