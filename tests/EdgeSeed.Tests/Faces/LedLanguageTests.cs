using EdgeSeed.Faces;
using EdgeSeed.Faces.Preview;
using EdgeSeed.Hardware.Leds;
using EdgeSeed.Status;

namespace EdgeSeed.Tests.Faces;

/// <summary>The table in hardware/README.md.</summary>
public class LedLanguageTests
{
    private static readonly StatusSnapshot Idle = PreviewPages.Busy with { Phase = ServicePhase.Ready, Upload = new UploadStatus(0, 0, 0) };

    [Fact]
    public void Well_and_idle_is_a_steady_light() => Assert.Equal(BlinkPattern.On, LedLanguage.Status(Idle, hasActivity: false, hasAttention: false));

    [Fact]
    public void Starting_and_hashing_are_a_slow_blink()
    {
        Assert.Equal(BlinkPattern.Busy, LedLanguage.Status(null, false, false));
        Assert.Equal(BlinkPattern.Busy, LedLanguage.Status(Idle with { Phase = ServicePhase.Starting }, false, false));
        Assert.Equal(BlinkPattern.Busy, LedLanguage.Status(Idle with { Phase = ServicePhase.Hashing }, true, true));
    }

    [Fact]
    public void Sending_blinks_the_activity_led_or_the_only_one()
    {
        Assert.Equal(BlinkPattern.Activity(1_240_000), LedLanguage.Status(PreviewPages.Busy, false, false));
        Assert.Equal(BlinkPattern.On, LedLanguage.Status(PreviewPages.Busy, hasActivity: true, false));
        Assert.Equal(BlinkPattern.Activity(1_240_000), LedLanguage.Activity(PreviewPages.Busy));
        Assert.Equal(BlinkPattern.Off, LedLanguage.Activity(Idle));
    }

    [Fact]
    public void Alarm_is_counted_on_the_attention_led_or_the_only_one()
    {
        foreach (AlarmCode code in Enum.GetValues<AlarmCode>())
        {
            StatusSnapshot status = PreviewPages.Alarmed(code);
            var counted = BlinkPattern.Counted(code == AlarmCode.Card ? 1 : (int)code);
            Assert.Equal(counted, LedLanguage.Attention(status));
            Assert.Equal(counted, LedLanguage.Status(status, hasActivity: true, hasAttention: false));
            Assert.Equal(BlinkPattern.On, LedLanguage.Status(status, hasActivity: true, hasAttention: true));
        }
    }

    [Fact]
    public void All_is_dark_while_it_stops()
    {
        StatusSnapshot stopping = PreviewPages.Alarmed(AlarmCode.NoDrive) with { Phase = ServicePhase.Stopping };
        Assert.Equal(BlinkPattern.Off, LedLanguage.Status(stopping, false, false));
        Assert.Equal(BlinkPattern.Off, LedLanguage.Activity(stopping));
        Assert.Equal(BlinkPattern.Off, LedLanguage.Attention(stopping));
    }
}
