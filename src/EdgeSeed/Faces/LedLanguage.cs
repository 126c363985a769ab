using EdgeSeed.Hardware.Leds;
using EdgeSeed.Status;

namespace EdgeSeed.Faces;

/// <summary>
/// What the LEDs say (the table is in hardware/README.md): steady or evenly blinking is good; groups of blinks with a pause between
/// them want to be counted, and somebody must look.
/// </summary>
internal static class LedLanguage
{
    /// <summary>The LED of the box's state. Alone, it says what the two others would.</summary>
    /// <param name="status">The snapshot; null while the service starts.</param>
    /// <param name="hasActivity">Whether another LED blinks with what is sent.</param>
    /// <param name="hasAttention">Whether another LED counts alarms.</param>
    public static BlinkPattern Status(StatusSnapshot? status, bool hasActivity, bool hasAttention)
    {
        if (status is null) return BlinkPattern.Busy;
        if (status.Phase == ServicePhase.Stopping) return BlinkPattern.Off;
        if (!hasAttention && status.Alarms.Count > 0) return Attention(status);
        if (status.Phase is ServicePhase.Starting or ServicePhase.Hashing) return BlinkPattern.Busy;
        return hasActivity ? BlinkPattern.On : BlinkPattern.Activity(status.Upload.BytesPerSecond);
    }

    /// <summary>The LED of what is sent: dark while nothing is.</summary>
    public static BlinkPattern Activity(StatusSnapshot? status) =>
        status is null or { Phase: ServicePhase.Stopping } or { Upload.BytesPerSecond: <= 0 } ? BlinkPattern.Off : BlinkPattern.Activity(status.Upload.BytesPerSecond);

    /// <summary>The LED of alarms: dark while all is well, else as many blinks as the first alarm's number.</summary>
    public static BlinkPattern Attention(StatusSnapshot? status) =>
        status is null or { Phase: ServicePhase.Stopping } or { Alarms.Count: 0 } ? BlinkPattern.Off : BlinkPattern.Counted(AlarmText.Number(status.Alarms[0].Code));
}
