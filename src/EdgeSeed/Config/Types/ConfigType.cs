using EdgeSeed.Config.Values;

namespace EdgeSeed.Config.Types;

/// <summary>The type of a key: how its value is read from the file, checked and written back.</summary>
/// <typeparam name="T">What the program works with.</typeparam>
/// <param name="expected">What is expected with an example, to follow the words "expected": <c>a duration such as "30m"</c>.</param>
internal abstract class ConfigType<T>(string expected)
{
    /// <summary>What is expected, with an example.</summary>
    public string Expected { get; } = expected;

    /// <summary>The allowed range in words, <c>1 to 65535</c>; empty when everything of the type is allowed.</summary>
    public virtual string Range => "";

    /// <summary>Reads a value; on failure the reason is added to <paramref name="problems"/> at its place.</summary>
    public abstract bool TryRead(ConfigValue value, ConfigProblemList problems, out T result);

    /// <summary>The value as TOML, readable by <see cref="TryRead"/>.</summary>
    public abstract string Write(T value);

    /// <summary>Reports that something else was found.</summary>
    /// <param name="value">What was found.</param>
    /// <param name="problems">Takes the report.</param>
    /// <param name="meant">What it was probably meant to be, as a question; null for no idea.</param>
    protected bool Mismatch(ConfigValue value, ConfigProblemList problems, string? meant = null)
    {
        problems.Add(value.Place, $"expected {Expected}, found {value.Description}{(meant is null ? "" : $"; {meant}")}");
        return false;
    }
}
