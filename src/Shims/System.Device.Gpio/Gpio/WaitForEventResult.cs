using System.Diagnostics.CodeAnalysis;

namespace System.Device.Gpio;

/// <summary>How waiting for an edge ended.</summary>
[SuppressMessage("Design", "CA1051:Do not declare visible instance fields", Justification = "The published package has fields here.")]
public struct WaitForEventResult
{
    /// <summary>The edge that came.</summary>
    public PinEventTypes EventTypes;

    /// <summary>Whether none came before the waiting was cancelled.</summary>
    public bool TimedOut;
}
