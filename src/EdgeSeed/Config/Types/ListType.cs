using System.Globalization;
using EdgeSeed.Config.Values;

namespace EdgeSeed.Config.Types;

/// <summary>A list of values of one type, at most <paramref name="maximum"/> of them.</summary>
/// <param name="item">The type of each.</param>
/// <param name="expected">What is expected with an example.</param>
/// <param name="maximum">Most items allowed; a longer list is refused.</param>
internal sealed class ListType<T>(ConfigType<T> item, string expected, int maximum) : ConfigType<IReadOnlyList<T>>(expected)
{
    /// <inheritdoc/>
    public override string Range => string.Create(CultureInfo.InvariantCulture, $"at most {maximum}");

    /// <inheritdoc/>
    public override bool TryRead(ConfigValue value, ConfigProblemList problems, out IReadOnlyList<T> result)
    {
        result = [];
        if (value.Kind != ConfigValueKind.Array) return Mismatch(value, problems);
        if (value.Items.Count > maximum)
        {
            problems.Add(value.Place, string.Create(CultureInfo.InvariantCulture, $"{value.Items.Count} items are too many: {Range}"));
            return false;
        }
        List<T> items = [];
        foreach (ConfigValue each in value.Items)
        {
            if (item.TryRead(each, problems, out T read)) items.Add(read);
        }
        result = items;
        return items.Count == value.Items.Count;
    }

    /// <inheritdoc/>
    public override string Write(IReadOnlyList<T> value) => $"[{string.Join(", ", value.Select(item.Write))}]";
}
