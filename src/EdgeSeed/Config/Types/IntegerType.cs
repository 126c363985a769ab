using System.Globalization;
using EdgeSeed.Config.Values;

namespace EdgeSeed.Config.Types;

/// <summary>A whole number in a range.</summary>
/// <param name="minimum">Smallest value allowed.</param>
/// <param name="maximum">Largest value allowed.</param>
/// <param name="example">A value for the message.</param>
internal sealed class IntegerType(int minimum, int maximum, int example)
    : ConfigType<int>(string.Create(CultureInfo.InvariantCulture, $"a whole number such as {example}"))
{
    /// <inheritdoc/>
    public override string Range => string.Create(CultureInfo.InvariantCulture, $"{minimum} to {maximum}");

    /// <inheritdoc/>
    public override bool TryRead(ConfigValue value, ConfigProblemList problems, out int result)
    {
        result = 0;
        if (value.Kind != ConfigValueKind.Integer) return Mismatch(value, problems);
        if (value.Integer < minimum || value.Integer > maximum)
        {
            problems.Add(value.Place, string.Create(CultureInfo.InvariantCulture, $"{value.Integer} is out of range: {Range}"));
            return false;
        }
        result = (int)value.Integer;
        return true;
    }

    /// <inheritdoc/>
    public override string Write(int value) => value.ToString(CultureInfo.InvariantCulture);
}
