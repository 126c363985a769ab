using EdgeSeed.Config.Values;

namespace EdgeSeed.Config.Types;

/// <summary>A key of type <typeparamref name="T"/> in the record <typeparamref name="TOwner"/>.</summary>
internal sealed class TypedConfigKey<TOwner, T>(
    string path, ConfigType<T> type, ConfigEffect effect, Func<TOwner, T> get, Func<TOwner, T, TOwner> set, string doc)
    : ConfigKey<TOwner>(path, type.Expected, type.Range, effect, doc)
{
    /// <inheritdoc/>
    public override TOwner Bind(TOwner owner, ConfigValue value, ConfigProblemList problems) =>
        type.TryRead(value, problems, out T read) ? set(owner, read) : owner;

    /// <inheritdoc/>
    public override TOwner Copy(TOwner from, TOwner to) => set(to, get(from));

    /// <inheritdoc/>
    public override string Write(TOwner owner) => type.Write(get(owner));
}
