using EdgeSeed.Config.Values;

namespace EdgeSeed.Config.Types;

/// <summary>A value written as a string of its own form.</summary>
/// <param name="expected">What is expected with an example.</param>
/// <param name="parse">Reads the text.</param>
/// <param name="write">Writes the text, readable by <paramref name="parse"/>.</param>
internal sealed class TextualType<T>(string expected, UnitParser<T> parse, Func<T, string> write) : ConfigType<T>(expected)
    where T : struct
{
    /// <inheritdoc/>
    public override bool TryRead(ConfigValue value, ConfigProblemList problems, out T result)
    {
        result = default;
        return (value.Kind == ConfigValueKind.Text && parse(value.Text, out result)) || Mismatch(value, problems);
    }

    /// <inheritdoc/>
    public override string Write(T value) => TomlText.Quote(write(value));
}
