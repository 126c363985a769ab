using EdgeSeed.Config.Values;

namespace EdgeSeed.Config.Types;

/// <summary>Another type, or the empty string for none.</summary>
/// <param name="inner">The type of what is not empty; its <see cref="ConfigType{T}.Expected"/> mentions the empty string.</param>
internal sealed class EmptyOrType<T>(ConfigType<T> inner) : ConfigType<T?>(inner.Expected)
    where T : struct
{
    /// <inheritdoc/>
    public override string Range => inner.Range;

    /// <inheritdoc/>
    public override bool TryRead(ConfigValue value, ConfigProblemList problems, out T? result)
    {
        result = null;
        if (value is { Kind: ConfigValueKind.Text, Text: "" }) return true;
        if (!inner.TryRead(value, problems, out T read)) return false;
        result = read;
        return true;
    }

    /// <inheritdoc/>
    public override string Write(T? value) => value is { } present ? inner.Write(present) : "\"\"";
}
