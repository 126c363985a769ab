using Tomlyn;
using Tomlyn.Syntax;

namespace Shims.Tests.Tomlyn;

/// <summary>Dates that TOML allows and .NET's types do not hold as they stand; each library has its own way with them.</summary>
public class DateTimeLimitTests
{
    [Fact]
    public void Fraction_of_more_than_seven_digits_is_cut()
    {
        TomlDateTime value = Toml.Value<DateTimeValueSyntax>("v = 00:00:00.123456789123").Value;

        Assert.Equal(new TimeSpan(1234567), value.DateTime.TimeOfDay);
        Assert.Equal(7, value.SecondPrecision);
    }

    [Fact]
    public void Offset_beyond_fourteen_hours_is_turned_into_utc()
    {
        TomlDateTime value = Toml.Value<DateTimeValueSyntax>("v = 2024-01-01T00:00:00-23:59").Value;

        Assert.Equal(new DateTimeOffset(2024, 1, 1, 23, 59, 0, TimeSpan.Zero), value.DateTime);
        Assert.Equal(TomlDateTimeKind.OffsetDateTimeByNumber, value.Kind);
    }

    [Fact]
    public void Leap_second_is_the_last_instant_of_its_minute()
    {
        TomlDateTime value = Toml.Value<DateTimeValueSyntax>("v = 2016-12-31T23:59:60Z").Value;

        Assert.Equal(new DateTimeOffset(2017, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(-1), value.DateTime);
    }

    [Theory]
    [InlineData("0000-01-01")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    public void Moment_outside_the_years_1_to_9999_is_refused(string toml) => Assert.Equal([(1, 5)], Toml.ErrorPlaces("v = " + toml));
}
