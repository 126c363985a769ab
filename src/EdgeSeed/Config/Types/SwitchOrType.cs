using EdgeSeed.Config.Values;

namespace EdgeSeed.Config.Types;

/// <summary><c>true</c>, <c>false</c>, or one word for something between.</summary>
/// <param name="on">What true means.</param>
/// <param name="off">What false means.</param>
/// <param name="word">The word.</param>
/// <param name="between">What it means.</param>
internal sealed class SwitchOrType<T>(T on, T off, string word, T between) : ConfigType<T>($"true, false or {TomlText.Quote(word)}")
    where T : struct, Enum
{
    /// <inheritdoc/>
    public override bool TryRead(ConfigValue value, ConfigProblemList problems, out T result)
    {
        bool isWord = value.Kind == ConfigValueKind.Text && value.Text == word;
        result = isWord ? between : value.Boolean ? on : off;
        return isWord || value.Kind == ConfigValueKind.Boolean || Mismatch(value, problems);
    }

    /// <inheritdoc/>
    public override string Write(T value)
    {
        if (EqualityComparer<T>.Default.Equals(value, between)) return TomlText.Quote(word);
        return EqualityComparer<T>.Default.Equals(value, on) ? "true" : "false";
    }
}
