using System.Globalization;
using EdgeSeed.Config.Values;

namespace EdgeSeed.Config.Types;

/// <summary>A number in a range, with a fraction or without.</summary>
/// <param name="minimum">Smallest value allowed.</param>
/// <param name="maximum">Largest value allowed.</param>
/// <param name="example">A value for the message.</param>
internal sealed class NumberType(double minimum, double maximum, double example)
    : ConfigType<double>(string.Create(CultureInfo.InvariantCulture, $"a number such as {example}"))
{
    /// <inheritdoc/>
    public override string Range => string.Create(CultureInfo.InvariantCulture, $"{minimum} to {maximum}");

    /// <inheritdoc/>
    public override bool TryRead(ConfigValue value, ConfigProblemList problems, out double result)
    {
        result = value.Kind == ConfigValueKind.Integer ? value.Integer : value.Fraction;
        if (value.Kind is not (ConfigValueKind.Integer or ConfigValueKind.Fraction)) return Mismatch(value, problems);
        // Nor what is no number.
        if (result >= minimum && result <= maximum) return true;
        problems.Add(value.Place, string.Create(CultureInfo.InvariantCulture, $"{result} is out of range: {Range}"));
        return false;
    }

    /// <inheritdoc/>
    public override string Write(double value) => value.ToString("0.################", CultureInfo.InvariantCulture);
}
