using System.Device.I2c;
using Iot.Device.Graphics;
using Iot.Device.Ssd13xx.Commands;
using Iot.Device.Ssd13xx.Commands.Ssd1306Commands;

namespace Iot.Device.Ssd13xx;

/// <summary>A display with an SSD1306.</summary>
public class Ssd1306 : Ssd13xx
{
    /// <summary>
    /// Oscillator, rows, offset, first row, charge pump, horizontal addressing, column and row order, row wiring, contrast, pre-charge,
    /// deselect level, picture from memory, not inverted.
    /// </summary>
    private static ReadOnlySpan<byte> Setup =>
        [0xD5, 0x80, 0xA8, 31, 0xD3, 0, 0x40, 0x8D, 0x14, 0x20, 0, 0xA1, 0xC8, 0xDA, 0x02, 0x81, 0x8F, 0xD9, 0xF1, 0xDB, 0x40, 0xA4, 0xA6];

    /// <summary>Sets the controller up for 32 rows, clears those and switches it on, as the published package does.</summary>
    /// <exception cref="InvalidOperationException">No image factory was registered.</exception>
    /// <exception cref="IOException">Nothing answers.</exception>
    public Ssd1306(I2cDevice i2cDevice, int width, int height)
        : base(i2cDevice, width, height)
    {
        using BitmapImage cleared = BitmapImage.CreateBitmap(width, height, PixelFormat.Format1bppBw);
        SendCommand(new SetDisplayOff());
        SendCommands(Setup);
        SendCommand(new SetDisplayOn());
        SendCommand(new SetColumnAddress());
        SendCommand(new SetPageAddress(PageAddress.Page0, PageAddress.Page3));
        SendData(new byte[width * 4]);
    }

    /// <summary>Sends a command.</summary>
    public void SendCommand(ISsd1306Command command) => SendCommands(command.GetBytes());

    /// <summary>Sends a command.</summary>
    public override void SendCommand(ISharedCommand command) => SendCommands(command.GetBytes());
}
