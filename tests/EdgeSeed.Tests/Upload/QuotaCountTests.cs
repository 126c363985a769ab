using EdgeSeed.Upload;

namespace EdgeSeed.Tests.Upload;

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

    [Theory]
    [InlineData(-200)]
    [InlineData(-2)]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(5000)]
    public void MoveTo_clockStraysAndComesBack_givesNothingAgain(int days)
    {
        QuotaCount count = Counted(s_evening, 100);
        count.MoveTo(s_evening.AddDays(days), 1, TimeSpan.FromSeconds(1));
        count.Add(10);
        count = QuotaCount.TryParse(count.ToBytes())!;
        count.MoveTo(s_evening.AddDays(days), 1, TimeSpan.FromSeconds(1));
        count.Add(10);
        count.MoveTo(s_evening, 1, TimeSpan.FromSeconds(1));
        Assert.Equal((120, 120), (count.DayBytes, count.MonthBytes));
    }

    [Fact]
    public void MoveTo_clockStraysInManySteps_givesNothingAgain()
    {
        QuotaCount count = Counted(s_evening, 100);
        for (int day = 1; day <= 3 * QuotaPeriods.MaxPeriods; day++)
        {
            count.MoveTo(s_evening.AddDays(day), 1);
            count.Add(1);
        }
        count.MoveTo(s_evening, 1);
        Assert.Equal(100 + 3 * QuotaPeriods.MaxPeriods, count.DayBytes);
    }

    [Theory]
    [InlineData("2026-11-30 23:00:00")]
    [InlineData("1970-01-01 00:00:00")]
    public void MoveTo_clockBehind_isBelievedOnceADayHasReallyPassed(string behind)
    {
        DateTime told = DateTime.Parse(behind, System.Globalization.CultureInfo.InvariantCulture);
        QuotaCount count = Counted(s_evening.AddYears(5), 100);
        for (int hour = 0; hour < 23; hour++) count.MoveTo(told, 1, TimeSpan.FromHours(1));
        Assert.Equal(100, count.DayBytes);
        count.MoveTo(told, 1, TimeSpan.FromHours(1));
        Assert.Equal((0, 100), (count.DayBytes, count.MonthBytes));
        for (int day = 1; day < 31; day++) count.MoveTo(told, 1, TimeSpan.FromDays(1));
        Assert.Equal(0, count.MonthBytes);
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
    [InlineData(24, 0)]
    [InlineData(216, 0xff)]
    [InlineData(215, 0)]
    [InlineData(217, 0)]
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
