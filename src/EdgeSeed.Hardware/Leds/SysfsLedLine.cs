using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace EdgeSeed.Hardware.Leds;

/// <summary>
/// An LED that the kernel knows by name, such as a Raspberry Pi's own <c>ACT</c> (Documentation/leds/leds-class.rst of the kernel).
/// Its trigger is set to <c>none</c> while it is ours, and put back afterwards.
/// </summary>
public sealed class SysfsLedLine : LedLine
{
    /// <summary>Where the kernel lists its LEDs.</summary>
    public const string DefaultRoot = "/sys/class/leds";

    private const string NoTrigger = "none";
    private readonly string _folder;
    private readonly string _trigger;
    private readonly int _foundBrightness;
    private readonly int _maxBrightness;
    private SafeFileHandle? _brightness;

    private SysfsLedLine(string folder, string name)
    {
        _folder = folder;
        Name = NameOf(name);
        _trigger = ActiveTrigger(File.ReadAllText(Path.Combine(folder, "trigger")));
        _maxBrightness = ReadNumber("max_brightness");
        _foundBrightness = ReadNumber("brightness");
        _brightness = File.OpenHandle(Path.Combine(folder, "brightness"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>Takes an LED over, off.</summary>
    /// <param name="name">The name of its folder.</param>
    /// <param name="line">The LED; <see langword="null"/> on failure.</param>
    /// <param name="root">Where LEDs are listed.</param>
    /// <returns>Why the LED cannot be had; <see langword="null"/> on success.</returns>
    public static HardwareFault? TryOpen(string name, out SysfsLedLine? line, string root = DefaultRoot)
    {
        line = null;
        bool isName = name is not ("" or "." or "..") && !name.AsSpan().ContainsAny('/', '\0');
        if (!isName) return new HardwareFault(NameOf(name), "this is not the name of an LED");
        string folder = Path.Combine(root, name);
        if (!Directory.Exists(folder)) return new HardwareFault(NameOf(name), $"there is none of this name in {root}");
        SysfsLedLine? taken = null;
        try
        {
            taken = new SysfsLedLine(folder, name);
            taken.WriteText("trigger", NoTrigger);
            taken.Write(0);
            line = taken;
            return null;
        }
        catch (Exception exception) when (HardwareFault.IsMeantBy(exception) || exception is FormatException or OverflowException)
        {
            taken?.Dispose();
            return new HardwareFault(NameOf(name), exception.Message);
        }
    }

    /// <inheritdoc/>
    public override HardwareFault? Set(bool isOn)
    {
        try
        {
            Write(isOn ? _maxBrightness : 0);
            return null;
        }
        catch (Exception exception) when (HardwareFault.IsMeantBy(exception))
        {
            return new HardwareFault(Name, exception.Message);
        }
    }

    /// <inheritdoc/>
    protected override void Release()
    {
        if (_brightness is null) return;
        try
        {
            // With a trigger the brightness is the trigger's business again; without one it is what was found.
            if (_trigger == NoTrigger) Write(_foundBrightness);
            else WriteText("trigger", _trigger);
        }
        catch (Exception exception) when (HardwareFault.IsMeantBy(exception))
        {
            // The LED is gone already; there is nothing to restore.
        }
        _brightness.Dispose();
        _brightness = null;
    }

    /// <summary>The kernel lists all triggers and marks the active one by square brackets.</summary>
    private static string ActiveTrigger(string listed)
    {
        int start = listed.IndexOf('[', StringComparison.Ordinal);
        int end = listed.IndexOf(']', start + 1);
        return start < 0 || end < 0 ? NoTrigger : listed[(start + 1)..end];
    }

    private static string NameOf(string name) => $"LED {name}";

    private int ReadNumber(string file) =>
        int.Parse(File.ReadAllText(Path.Combine(_folder, file)), NumberStyles.Integer, CultureInfo.InvariantCulture);

    /// <summary>Each write to such a file is a command of its own, always at its beginning.</summary>
    private void Write(int brightness)
    {
        Span<byte> text = stackalloc byte[12];
        brightness.TryFormat(text, out int length, provider: CultureInfo.InvariantCulture);
        text[length++] = (byte)'\n';
        if (_brightness is not null) RandomAccess.Write(_brightness, text[..length], 0);
    }

    private void WriteText(string file, string text)
    {
        using SafeFileHandle handle = File.OpenHandle(Path.Combine(_folder, file), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(handle, Encoding.UTF8.GetBytes(text + "\n"), 0);
    }
}
