using System.Globalization;
using Tomlyn;
using Tomlyn.Syntax;

namespace Shims.Tests.Tomlyn;

/// <summary>Dates and times.</summary>
public class DateTimeTests
{
    [Theory]
    [InlineData("1979-05-27T07:32:00Z", "1979-05-27T07:32:00.0000000+00:00", TomlDateTimeKind.OffsetDateTimeByZ)]
    [InlineData("1979-05-27t07:32:00z", "1979-05-27T07:32:00.0000000+00:00", TomlDateTimeKind.OffsetDateTimeByZ)]
    [InlineData("1979-05-27 07:32:00Z", "1979-05-27T07:32:00.0000000+00:00", TomlDateTimeKind.OffsetDateTimeByZ)]
    [InlineData("1979-05-27T00:32:00-07:00", "1979-05-27T00:32:00.0000000-07:00", TomlDateTimeKind.OffsetDateTimeByNumber)]
    [InlineData("1979-05-27T00:32:00.999999+05:45", "1979-05-27T00:32:00.9999990+05:45", TomlDateTimeKind.OffsetDateTimeByNumber)]
    [InlineData("1979-05-27T07:32:00", "1979-05-27T07:32:00.0000000+00:00", TomlDateTimeKind.LocalDateTime)]
    [InlineData("1979-05-27 00:32:00.5", "1979-05-27T00:32:00.5000000+00:00", TomlDateTimeKind.LocalDateTime)]
    [InlineData("1979-05-27", "1979-05-27T00:00:00.0000000+00:00", TomlDateTimeKind.LocalDate)]
    [InlineData("2024-02-29", "2024-02-29T00:00:00.0000000+00:00", TomlDateTimeKind.LocalDate)]
    [InlineData("2000-02-29", "2000-02-29T00:00:00.0000000+00:00", TomlDateTimeKind.LocalDate)]
    [InlineData("0001-01-01", "0001-01-01T00:00:00.0000000+00:00", TomlDateTimeKind.LocalDate)]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999+00:00", TomlDateTimeKind.OffsetDateTimeByZ)]
    public void Date_decodes(string toml, string instant, TomlDateTimeKind kind)
    {
        TomlDateTime value = Toml.Value<DateTimeValueSyntax>("v = " + toml).Value;

        Assert.Equal(instant, value.DateTime.ToString("O", CultureInfo.InvariantCulture));
        Assert.Equal(kind, value.Kind);
    }

    [Theory]
    [InlineData("07:32:00", 7, 32, 0, 0, 0)]
    [InlineData("00:32:00.999999", 0, 32, 0, 9999990, 6)]
    [InlineData("23:59:59.1", 23, 59, 59, 1000000, 1)]
    public void Time_decodes(string toml, int hour, int minute, int second, int ticks, int precision)
    {
        TomlDateTime value = Toml.Value<DateTimeValueSyntax>("v = " + toml).Value;

        Assert.Equal(new TimeSpan(hour, minute, second) + new TimeSpan(ticks), value.DateTime.TimeOfDay);
        Assert.Equal(precision, value.SecondPrecision);
        Assert.Equal(TomlDateTimeKind.LocalTime, value.Kind);
    }

    [Fact]
    public void Date_followed_by_a_comment_is_a_date_alone()
    {
        Assert.Equal(TomlDateTimeKind.LocalDate, Toml.Value<DateTimeValueSyntax>("v = 1979-05-27 # 07:32:00").Value.Kind);
        Assert.Equal(TomlDateTimeKind.LocalDate, Toml.Value<DateTimeValueSyntax>("v = 1979-05-27 \n").Value.Kind);
    }
}
