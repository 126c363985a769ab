namespace EdgeSeed.Hardware.Buttons;

/// <summary>What was done with a button.</summary>
public enum ButtonPress
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>It was pressed and let go.</summary>
    Short,

    /// <summary>It has been held long enough; told once, while it is still down.</summary>
    Held,
}
