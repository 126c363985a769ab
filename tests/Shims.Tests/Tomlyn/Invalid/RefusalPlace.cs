namespace Shims.Tests.Tomlyn.Invalid;

internal static partial class Refusal
{
    static partial void CheckPlace(string rule, string toml, int line, int column)
    {
        (int Line, int Column) place = Toml.ErrorPlaces(toml)[0];
        Assert.Equal((rule, line, column), (rule, place.Line, place.Column));
    }
}
