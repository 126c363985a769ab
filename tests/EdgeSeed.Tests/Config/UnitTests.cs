using EdgeSeed.Config.Types;
using EdgeSeed.Config.Units;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Tests.Config;

public class UnitTests
{
    [Theory]
    [InlineData("4 KB/s", 4_000)]
    [InlineData("4KB/s", 4_000)]
    [InlineData("4 kB/s", 4_000)]
    [InlineData("4 KiB/s", 4_096)]
    [InlineData("32 kbit/s", 4_000)]
    [InlineData("1.5 MB/s", 1_500_000)]
    [InlineData("100 Mbit/s", 12_500_000)]
    [InlineData("4 KB", 4_000)]
    [InlineData("2500", 2_500)]
    [InlineData("12 B/s", 12)]
    [InlineData("0", 0)]
    [InlineData(" unlimited ", long.MaxValue)]
    public void ByteRate_text_isBytesPerSecond(string text, long expected)
    {
        Assert.True(ByteRate.TryParse(text, out ByteRate rate));
        Assert.Equal(expected, rate.BytesPerSecond);
    }

    [Theory]
    [InlineData("")]
    [InlineData("KB/s")]
    [InlineData("4 kb/s")] // kilobits to many, kilobytes to others
    [InlineData("-4 KB/s")]
    [InlineData("4 XB/s")]
    [InlineData("4 KB/h")]
    [InlineData("4 KB/s more")]
    [InlineData("1..5 KB/s")]
    [InlineData("1e9")]
    [InlineData("99999999999999999999999999999 TB/s")]
    [InlineData("2000000 TB/s")]
    public void ByteRate_otherText_isRefused(string text) => Assert.False(ByteRate.TryParse(text, out _));

    [Theory]
    [InlineData("32 MiB", 33_554_432)]
    [InlineData("10 GB", 10_000_000_000)]
    [InlineData("1TiB", 1L << 40)]
    [InlineData("4096", 4_096)]
    [InlineData("unlimited", long.MaxValue)]
    public void ByteSize_text_isBytes(string text, long expected)
    {
        Assert.True(ByteSize.TryParse(text, out ByteSize size));
        Assert.Equal(expected, size.Bytes);
    }

    [Theory]
    [InlineData("32 MiB/s")]
    [InlineData("32 Mbit")]
    [InlineData("lots")]
    public void ByteSize_otherText_isRefused(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Theory]
    [InlineData("250ms", 0.25)]
    [InlineData("90", 90)]
    [InlineData("30m", 1_800)]
    [InlineData("12h", 43_200)]
    [InlineData("7d", 604_800)]
    [InlineData("1h30m", 5_400)]
    [InlineData("1 h 30 m", 5_400)]
    public void Duration_text_isSeconds(string text, double seconds)
    {
        Assert.True(DurationText.TryParse(text, out TimeSpan duration));
        Assert.Equal(seconds, duration.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("30 minutes")]
    [InlineData("30m1h")]
    [InlineData("-5s")]
    [InlineData("99999999999999999999s")]
    [InlineData("40000d")]
    public void Duration_otherText_isRefused(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Fact]
    public void Amounts_written_readBackEqual() => Prop.ForAll<long>(any =>
    {
        long bytes = Math.Abs(any % UnitText.MaxBytes);
        TimeSpan duration = TimeSpan.FromMilliseconds(bytes % 1_000_000_000_000);
        return ByteRate.TryParse(new ByteRate(bytes).ToString(), out ByteRate rate) && rate.BytesPerSecond == bytes
            && ByteSize.TryParse(new ByteSize(bytes).ToString(), out ByteSize size) && size.Bytes == bytes
            && DurationText.TryParse(DurationText.Write(duration), out TimeSpan read) && read == duration;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("22:00-06:00", "23:59", true)]
    [InlineData("22:00-06:00", "05:59", true)]
    [InlineData("22:00-06:00", "06:00", false)]
    [InlineData("9:00-17:30", "17:29", true)]
    [InlineData("9:00-17:30", "08:59", false)]
    [InlineData("18:00-24:00", "23:59", true)]
    [InlineData("18:00-24:00", "00:00", false)]
    [InlineData("00:00-00:00", "12:00", true)]
    public void DayWindow_time_isInsideOrNot(string text, string time, bool expected)
    {
        Assert.True(DayWindow.TryParse(text, out DayWindow window));
        Assert.Equal(expected, window.Contains(TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("22:00")]
    [InlineData("25:00-06:00")]
    [InlineData("24:00-06:00")]
    [InlineData("22:61-06:00")]
    public void DayWindow_otherText_isRefused(string text) => Assert.False(DayWindow.TryParse(text, out _));

    [Theory]
    [InlineData("mon", WeekDays.Monday)]
    [InlineData("Mon-Fri", WeekDays.Monday | WeekDays.Tuesday | WeekDays.Wednesday | WeekDays.Thursday | WeekDays.Friday)]
    [InlineData("sat-mon", WeekDays.Saturday | WeekDays.Sunday | WeekDays.Monday)]
    [InlineData("mon-sun", WeekDays.All)]
    internal void WeekDays_text_isASet(string text, WeekDays expected)
    {
        Assert.True(WeekDaysText.TryParse(text, out WeekDays days));
        Assert.Equal(expected, days);
        Assert.Equal(WeekDays.Sunday, WeekDaysText.Of(DayOfWeek.Sunday));
    }

    [Theory]
    [InlineData("gpio:17", 17, null)]
    [InlineData("board:ACT", null, "ACT")]
    [InlineData("none", null, null)]
    public void LedTarget_text_isAnLed(string text, int? line, string? board)
    {
        Assert.True(LedTarget.TryParse(text, out LedTarget led));
        Assert.Equal(new LedTarget(line, board), led);
        Assert.Equal(text, led.ToString());
    }

    [Theory]
    [InlineData("gpio:9999")]
    [InlineData("gpio:-1")]
    [InlineData("board:../../sda")]
    [InlineData("board:..")]
    [InlineData("17")]
    public void LedTarget_otherText_isRefused(string text) => Assert.False(LedTarget.TryParse(text, out _));

    [Theory]
    [InlineData("prot", "port")] // two letters swapped
    [InlineData("max-peers", "max_peers")]
    [InlineData("uploads", "upload")]
    [InlineData("zzz", null)]
    public void EditDistance_aTypo_findsTheWord(string word, string? expected) =>
        Assert.Equal(expected, EditDistance.Nearest(word, ["port", "max_peers", "upload", "encryption"]));
}
