using EdgeSeed.Config.Values;

namespace EdgeSeed.Config.Types;

/// <summary>One of a few words. Written with arrays: LINQ over a tuple of each enumeration would be 60 KB of machine code apiece.</summary>
/// <param name="choices">The words and what they stand for.</param>
internal sealed class ChoiceType<T>(params (string Word, T Value)[] choices) : ConfigType<T>("one of " + string.Join(", ", Quoted(Words(choices))))
    where T : notnull
{
    /// <inheritdoc/>
    public override bool TryRead(ConfigValue value, ConfigProblemList problems, out T result)
    {
        result = default!;
        if (value.Kind != ConfigValueKind.Text) return Mismatch(value, problems);
        foreach ((string word, T meaning) in choices)
        {
            if (word != value.Text) continue;
            result = meaning;
            return true;
        }
        string? near = EditDistance.Nearest(value.Text, Words(choices));
        problems.Add(value.Place, $"expected {Expected}, found {value.Description}" + (near is null ? "" : $"; did you mean \"{near}\"?"));
        return false;
    }

    /// <inheritdoc/>
    public override string Write(T value) =>
        TomlText.Quote(Array.Find(choices, choice => EqualityComparer<T>.Default.Equals(choice.Value, value)).Word);

    private static string[] Words((string Word, T Value)[] choices) => Array.ConvertAll(choices, choice => choice.Word);

    private static string[] Quoted(string[] words) => Array.ConvertAll(words, TomlText.Quote);
}
