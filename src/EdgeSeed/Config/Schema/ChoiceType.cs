namespace EdgeSeed.Config;

/// <summary>One of a few words.</summary>
/// <param name="choices">The words and what they stand for.</param>
internal sealed class ChoiceType<T>(params (string Word, T Value)[] choices)
    : ConfigType<T>("one of " + string.Join(", ", choices.Select(choice => TomlText.Quote(choice.Word))))
    where T : struct, Enum
{
    /// <inheritdoc/>
    public override bool TryRead(ConfigValue value, ConfigProblemList problems, out T result)
    {
        result = default;
        if (value.Kind != ConfigValueKind.Text) return Mismatch(value, problems);
        foreach ((string word, T meaning) in choices)
        {
            if (word != value.Text) continue;
            result = meaning;
            return true;
        }
        string? near = EditDistance.Nearest(value.Text, choices.Select(choice => choice.Word));
        problems.Add(value.Place, $"expected {Expected}, found {value.Description}" + (near is null ? "" : $"; did you mean \"{near}\"?"));
        return false;
    }

    /// <inheritdoc/>
    public override string Write(T value) =>
        TomlText.Quote(choices.First(choice => EqualityComparer<T>.Default.Equals(choice.Value, value)).Word);
}
