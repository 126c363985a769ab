using System.Globalization;
using EdgeSeed.Config.Values;

namespace EdgeSeed.Config.Types;

/// <summary>Reads a text as a value; false when it is not one.</summary>
internal delegate bool UnitParser<T>(ReadOnlySpan<char> text, out T value);

/// <summary>An amount with a unit, written as a string (or a plain number, read in the base unit), in a range.</summary>
/// <param name="expected">What is expected with an example.</param>
/// <param name="parse">Reads the text.</param>
/// <param name="write">Writes the text, readable by <paramref name="parse"/>.</param>
/// <param name="minimum">Smallest value allowed.</param>
/// <param name="maximum">Largest value allowed.</param>
/// <param name="meant">What a text that is no value, or is out of range, was probably meant to be, as a question; null for no idea.</param>
internal sealed class UnitType<T>(
    string expected, UnitParser<T> parse, Func<T, string> write, T minimum, T maximum, Func<string, string?>? meant = null) : ConfigType<T>(expected)
    where T : IComparable<T>
{
    /// <inheritdoc/>
    public override string Range => $"{write(minimum)} to {write(maximum)}";

    /// <inheritdoc/>
    public override bool TryRead(ConfigValue value, ConfigProblemList problems, out T result)
    {
        string text = value.Kind == ConfigValueKind.Integer ? value.Integer.ToString(CultureInfo.InvariantCulture) : value.Text;
        result = minimum;
        if (value.Kind is not (ConfigValueKind.Text or ConfigValueKind.Integer) || !parse(text, out result))
            return Mismatch(value, problems, meant?.Invoke(text));
        if (result.CompareTo(minimum) >= 0 && result.CompareTo(maximum) <= 0) return true;
        string hint = meant?.Invoke(text) is { } question ? $"; {question}" : "";
        problems.Add(value.Place, $"{Printable.Shorten(text)} is out of range: {Range}{hint}");
        return false;
    }

    /// <inheritdoc/>
    public override string Write(T value) => TomlText.Quote(write(value));
}
