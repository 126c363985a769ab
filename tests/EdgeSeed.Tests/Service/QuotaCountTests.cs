using EdgeSeed.Service;

namespace EdgeSeed.Tests.Service;

public class QuotaCountTests
{
    private static readonly DateTime s_evening = new(2026, 11, 30, 23, 0, 0);

    [Fact]
    public void MoveTo_nextDay_startsTheDayAnewAndKeepsTheMonth()
    {
        QuotaCount count = Counted(s_evening.AddDays(-1), 100);
        count.MoveTo(s_evening, 1);
        Assert.Equal((0, 100), (count.DayBytes, count.MonthBytes));
    }

    [Theory]
    [InlineData(1, "2026-12-01", 0)]
    [InlineData(15, "2026-12-01", 100)]
    [InlineData(15, "2026-12-14", 100)]
    [InlineData(15, "2026-12-15", 0)]
    public void MoveTo_month_startsOnTheProvidersDay(int startsOn, string day, long bytes)
    {
        var count = new QuotaCount();
        count.MoveTo(s_evening, startsOn);
        count.Add(100);
        count.MoveTo(DateTime.Parse(day, System.Globalization.CultureInfo.InvariantCulture), startsOn);
        Assert.Equal(bytes, count.MonthBytes);
    }

    [Fact]
    public void MoveTo_clockNotSet_keepsTheCount()
    {
        QuotaCount count = Counted(s_evening, 100);
        count.MoveTo(new DateTime(1970, 1, 1), 1);
        count.Add(10);
        count.MoveTo(s_evening.AddMinutes(5), 1);
        Assert.Equal((110, 110), (count.DayBytes, count.MonthBytes));
    }

    [Fact]
    public void MoveTo_clockGoesBack_keepsTheCount()
    {
        QuotaCount count = Counted(s_evening.AddYears(5), 100);
        count.MoveTo(s_evening, 1);
        Assert.Equal((100, 100), (count.DayBytes, count.MonthBytes));
        count.MoveTo(s_evening.AddDays(1), 1);
        Assert.Equal((0, 0), (count.DayBytes, count.MonthBytes));
    }

    [Fact]
    public void MoveTo_clockSetForTheFirstTime_countsWhatWasSentBefore()
    {
        var count = new QuotaCount();
        count.MoveTo(new DateTime(1970, 1, 1), 1);
        count.Add(100);
        count.MoveTo(s_evening, 1);
        Assert.Equal((100, 100), (count.DayBytes, count.MonthBytes));
    }

    [Fact]
    public void TryParse_ofToBytes_isTheSame()
    {
        QuotaCount count = Counted(s_evening, 123_456_789_012);
        QuotaCount? read = QuotaCount.TryParse(count.ToBytes());
        Assert.Equal((count.Day, count.Month, count.DayBytes, count.MonthBytes), (read!.Day, read.Month, read.DayBytes, read.MonthBytes));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(24, 0xff)]
    [InlineData(23, 0)]
    [InlineData(25, 0)]
    public void TryParse_somethingElse_isNull(int length, byte value)
    {
        byte[] bytes = new byte[length];
        Array.Fill(bytes, value);
        Assert.Null(QuotaCount.TryParse(bytes));
    }

    private static QuotaCount Counted(DateTime at, long bytes)
    {
        var count = new QuotaCount();
        count.MoveTo(at, 1);
        count.Add(bytes);
        return count;
    }
}
