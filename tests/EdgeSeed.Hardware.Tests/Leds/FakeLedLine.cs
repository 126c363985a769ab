using EdgeSeed.Hardware.Leds;

namespace EdgeSeed.Hardware.Tests.Leds;

/// <summary>An LED that notes when it changed.</summary>
internal sealed class FakeLedLine(ManualTime time, string name = "LED") : LedLine
{
    private readonly long _start = time.GetTimestamp();

    public override string Name => name;

    /// <summary>Milliseconds since the beginning, and the state from then on.</summary>
    public List<(double Milliseconds, bool IsOn)> Changes { get; } = [];

    public bool IsReleased { get; private set; }

    /// <summary>What every switch returns.</summary>
    public HardwareFault? Fault { get; set; }

    public override HardwareFault? Set(bool isOn)
    {
        Changes.Add((time.GetElapsedTime(_start).TotalMilliseconds, isOn));
        return Fault;
    }

    protected override void Release() => IsReleased = true;
}
