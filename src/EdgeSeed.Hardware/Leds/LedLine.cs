namespace EdgeSeed.Hardware.Leds;

/// <summary>One LED. Disposing it leaves the LED as it was found, as far as that can be known.</summary>
public abstract class LedLine : IDisposable
{
    /// <summary>Which LED, as a person would name it.</summary>
    public abstract string Name { get; }

    /// <summary>Switches the LED.</summary>
    /// <returns>What went wrong; <see langword="null"/> on success.</returns>
    public abstract HardwareFault? Set(bool isOn);

    /// <summary>Gives the LED back. Fails silently: nobody is left to be told.</summary>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Restores the LED and frees what holds it; may be called again.</summary>
    protected abstract void Release();
}
