namespace EdgeSeed.Hardware.Leds;

/// <summary>What one LED is to tell.</summary>
/// <param name="State">What the box does.</param>
/// <param name="UploadBytesPerSecond">Bytes sent in a second, for <see cref="LedState.Seeding"/>.</param>
/// <param name="Attention">What the user must see to; this goes before everything else, except that an LED that is off stays off.</param>
public readonly record struct LedStatus(LedState State, long UploadBytesPerSecond = 0, AttentionCode Attention = AttentionCode.None)
{
    /// <summary>Busy: two seconds on, two seconds off, slower than any rate of sending is shown.</summary>
    private static readonly TimeSpan HashingPeriod = TimeSpan.FromSeconds(4);

    /// <summary>How the LED tells it.</summary>
    public BlinkPattern Pattern => this switch
    {
        { State: LedState.Off } => BlinkPattern.Off,
        { Attention: not AttentionCode.None } => BlinkPattern.Counted((int)Attention),
        { State: LedState.Hashing } => BlinkPattern.Even(HashingPeriod),
        { State: LedState.Seeding } => BlinkPattern.Activity(UploadBytesPerSecond),
        _ => BlinkPattern.On,
    };
}
