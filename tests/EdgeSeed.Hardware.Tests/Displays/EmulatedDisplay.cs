using System.Device.I2c;

namespace EdgeSeed.Hardware.Tests.Displays;

/// <summary>What an SSD1306 or SH1106 does with what comes over the bus, as far as its picture goes.</summary>
internal sealed class EmulatedDisplay(int columns = 128) : I2cDevice
{
    private readonly byte[,] _memory = new byte[8, columns];
    private readonly List<byte> _command = [];
    private int _column, _page, _firstColumn, _lastColumn = 127, _firstPage, _lastPage = 7;
    private bool _isHorizontal;

    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, 0x3C);

    public bool IsOn { get; private set; }

    public bool IsPumping { get; private set; }

    public int Rows { get; private set; } = 64;

    public byte Contrast { get; private set; }

    public byte RowWiring { get; private set; }

    public (bool Columns, bool Rows) Reversed { get; private set; }

    /// <summary>Bytes of pixels received.</summary>
    public int DataBytes { get; private set; }

    /// <summary>Whether nothing answers.</summary>
    public bool IsGone { get; set; }

    public bool IsDisposed { get; private set; }

    public bool IsLit(int x, int y) => (_memory[y / 8, x + ((columns - 128) / 2)] >> (y % 8) & 1) != 0;

    public override void Read(Span<byte> buffer) => throw new NotSupportedException();

    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer) => throw new NotSupportedException();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (IsGone) throw new IOException("Cannot write: Remote I/O error.");
        foreach (byte value in buffer[1..])
        {
            if (buffer[0] == 0x40) Data(value);
            else Command(value);
        }
        Assert.True(buffer[0] is 0x00 or 0x40);
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    private void Data(byte value)
    {
        DataBytes++;
        _memory[_page, _column] = value;
        if (!_isHorizontal) _column = (_column + 1) % columns;
        else if (_column != _lastColumn) _column++;
        else
        {
            _column = _firstColumn;
            _page = _page == _lastPage ? _firstPage : _page + 1;
        }
    }

    private void Command(byte value)
    {
        _command.Add(value);
        int parameters = _command[0] switch
        {
            0x20 or 0x81 or 0x8D or 0xA8 or 0xAD or 0xD3 or 0xD5 or 0xD9 or 0xDA or 0xDB => 1,
            0x21 or 0x22 => 2,
            _ => 0,
        };
        if (_command.Count <= parameters) return;
        switch (_command[0])
        {
            case <= 0x0F: _column = (_column & 0xF0) | _command[0]; break;
            case <= 0x1F: _column = (_column & 0x0F) | ((_command[0] & 0x0F) << 4); break;
            case 0x20: _isHorizontal = _command[1] == 0; break;
            case 0x21: (_column, _firstColumn, _lastColumn) = (_command[1], _command[1], _command[2]); break;
            case 0x22: (_page, _firstPage, _lastPage) = (_command[1], _command[1], _command[2]); break;
            case 0x81: Contrast = _command[1]; break;
            case 0x8D: IsPumping = _command[1] == 0x14; break;
            case 0xAD: IsPumping = _command[1] == 0x8B; break;
            case 0xA8: Rows = _command[1] + 1; break;
            case 0xDA: RowWiring = _command[1]; break;
            case 0xA0 or 0xA1: Reversed = (_command[0] == 0xA1, Reversed.Rows); break;
            case 0xC0 or 0xC8: Reversed = (Reversed.Columns, _command[0] == 0xC8); break;
            case 0xAE or 0xAF: IsOn = _command[0] == 0xAF; break;
            case >= 0xB0 and <= 0xB7: _page = _command[0] - 0xB0; break;
        }
        _command.Clear();
    }
}
