namespace Shims.Tests.Tomlyn.Invalid;

/// <summary>The chapters "Offset Date-Time" to "Local Time" of the specification, and RFC 3339 behind them.</summary>
public class InvalidDateTimeTests
{
    public static TheoryData<string, string> Words => new()
    {
        { "months go to 12", "2024-13-01" },
        { "months begin with 1", "2024-00-01" },
        { "days begin with 1", "2024-01-00" },
        { "January has 31 days", "2024-01-32" },
        { "April has 30 days", "2024-04-31" },
        { "February has 29 days in a leap year", "2024-02-30" },
        { "February has 28 days in other years", "2023-02-29" },
        { "a century is no leap year", "1900-02-29" },
        { "February's days count in date-times too", "2023-02-29T00:00:00Z" },
        { "years have four digits: three", "999-01-01" },
        { "years have four digits: five", "10000-01-01" },
        { "months have two digits", "2024-1-01" },
        { "days have two digits", "2024-01-1" },
        { "a date has a day", "2024-01" },
        { "a date is not written with slashes", "2024/01/01" },
        { "a date has no other order", "27-05-1979" },
        { "a date has no sign", "-2024-01-01" },
        { "hours go to 23", "24:00:00" },
        { "minutes go to 59", "00:60:00" },
        { "seconds go to 60", "00:00:61" },
        { "hours go to 23 in date-times", "2024-01-01T24:00:00Z" },
        { "minutes go to 59 in date-times", "2024-01-01T00:60:00" },
        { "hours have two digits", "7:32:00" },
        { "minutes have two digits", "07:3:00" },
        { "seconds have two digits", "07:32:0" },
        { "a fraction needs digits", "07:32:00." },
        { "a fraction has digits only", "07:32:00.5x" },
        { "a local time has no offset: Z", "07:32:00Z" },
        { "a local time has no offset: hours", "07:32:00+01:00" },
        { "a local date has no offset", "2024-01-01Z" },
        { "T needs a time", "2024-01-01T" },
        { "T needs a time before the offset", "2024-01-01TZ" },
        { "date and time are separated", "2024-01-0107:32:00" },
        { "date and time are separated by T or a space", "2024-01-01_07:32:00" },
        { "an offset has hours and minutes", "2024-01-01T00:00:00+01" },
        { "an offset has a colon", "2024-01-01T00:00:00+0100" },
        { "an offset's hours go to 23", "2024-01-01T00:00:00+24:00" },
        { "an offset's minutes go to 59", "2024-01-01T00:00:00+01:60" },
        { "an offset has no seconds", "2024-01-01T00:00:00+01:00:00" },
        { "there is one offset", "2024-01-01T00:00:00Z+01:00" },
        { "an offset is no name", "2024-01-01T00:00:00CET" },
    };

    [Theory]
    [MemberData(nameof(Words))]
    public void Invalid_date_or_time_is_refused_where_it_begins(string rule, string word) => Refusal.Check(rule, "a = 1\n  key = " + word, 2, 9);

    [Theory]
    [InlineData("date and time are separated by one space", "key = 2024-01-01  07:32:00", 1, 19)]
    [InlineData("a fraction follows a point, not a comma", "key = 07:32:00,5", 1, 15)]
    public void Invalid_text_after_a_date_is_refused_at_its_place(string rule, string toml, int line, int column) => Refusal.Check(rule, toml, line, column);
}
