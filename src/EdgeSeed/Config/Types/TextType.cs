using EdgeSeed.Config.Values;

namespace EdgeSeed.Config.Types;

/// <summary>
/// A string of at most <see cref="MaxLength"/> characters without control characters, checked further by a rule of its own.
/// </summary>
/// <param name="expected">What is expected with an example.</param>
/// <param name="accepts">Whether a text is good.</param>
internal sealed class TextType(string expected, Func<string, bool> accepts) : ConfigType<string>(expected)
{
    /// <summary>Longest string in characters; a longer one is refused.</summary>
    public const int MaxLength = 4096;

    /// <inheritdoc/>
    public override bool TryRead(ConfigValue value, ConfigProblemList problems, out string result)
    {
        result = value.Text;
        bool isGood = value.Kind == ConfigValueKind.Text && result.Length <= MaxLength && !result.Any(char.IsControl) && accepts(result);
        return isGood || Mismatch(value, problems);
    }

    /// <inheritdoc/>
    public override string Write(string value) => TomlText.Quote(value);
}
