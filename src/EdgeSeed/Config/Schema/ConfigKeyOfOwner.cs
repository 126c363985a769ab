namespace EdgeSeed.Config;

/// <summary>A key of the record <typeparamref name="TOwner"/>, whatever its type.</summary>
internal abstract class ConfigKey<TOwner>(string path, string expected, string range, ConfigEffect effect, string doc)
    : ConfigKey(path, expected, range, effect, doc)
{
    /// <summary>The record with this key set from the file; unchanged, with the reason added, when the value is not acceptable.</summary>
    public abstract TOwner Bind(TOwner owner, ConfigValue value, ConfigProblemList problems);

    /// <summary>The record <paramref name="to"/> with this key as it is in <paramref name="from"/>.</summary>
    public abstract TOwner Copy(TOwner from, TOwner to);

    /// <summary>The key's value in that record, as TOML.</summary>
    public abstract string Write(TOwner owner);
}
