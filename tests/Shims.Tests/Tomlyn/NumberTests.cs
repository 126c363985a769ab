using Tomlyn.Syntax;

namespace Shims.Tests.Tomlyn;

/// <summary>Integers, floats and booleans.</summary>
public class NumberTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("+0", 0)]
    [InlineData("-0", 0)]
    [InlineData("+99", 99)]
    [InlineData("-17", -17)]
    [InlineData("1_000", 1000)]
    [InlineData("5_349_221", 5349221)]
    [InlineData("53_49_221", 5349221)]
    [InlineData("1_2_3_4_5", 12345)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("0xDEADBEEF", 0xDEADBEEF)]
    [InlineData("0xdeadbeef", 0xDEADBEEF)]
    [InlineData("0xdead_beef", 0xDEADBEEF)]
    [InlineData("0x00fe", 0xFE)]
    [InlineData("0x7FFF_FFFF_FFFF_FFFF", long.MaxValue)]
    [InlineData("0o01234567", 342391)]
    [InlineData("0o755", 493)]
    [InlineData("0b11010110", 214)]
    [InlineData("0b0_1", 1)]
    public void Integer_decodes(string toml, long value) => Assert.Equal(value, Toml.Value<IntegerValueSyntax>("v = " + toml).Value);

    [Theory]
    [InlineData("+1.0", 1.0)]
    [InlineData("3.1415", 3.1415)]
    [InlineData("-0.01", -0.01)]
    [InlineData("5e+22", 5e22)]
    [InlineData("1e06", 1e6)]
    [InlineData("-2E-2", -2e-2)]
    [InlineData("6.626e-34", 6.626e-34)]
    [InlineData("224_617.445_991_228", 224617.445991228)]
    [InlineData("1e1_0", 1e10)]
    [InlineData("0e0", 0.0)]
    [InlineData("0.1e00_1", 1.0)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("+inf", double.PositiveInfinity)]
    [InlineData("-inf", double.NegativeInfinity)]
    [InlineData("1.7976931348623157e308", double.MaxValue)]
    [InlineData("5e-324", double.Epsilon)]
    public void Float_decodes(string toml, double value) => Assert.Equal(value, Toml.Value<FloatValueSyntax>("v = " + toml).Value);

    [Theory]
    [InlineData("nan")]
    [InlineData("+nan")]
    [InlineData("-nan")]
    public void Float_nan_decodes(string toml) => Assert.True(double.IsNaN(Toml.Value<FloatValueSyntax>("v = " + toml).Value));

    [Fact]
    public void Float_minus_zero_keeps_its_sign() => Assert.True(double.IsNegative(Toml.Value<FloatValueSyntax>("v = -0.0").Value));

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void Boolean_decodes(string toml, bool value) => Assert.Equal(value, Toml.Value<BooleanValueSyntax>("v = " + toml).Value);
}
