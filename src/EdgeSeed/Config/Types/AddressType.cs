using EdgeSeed.Config.Values;
using EdgeSeed.Protocol.Addresses;

namespace EdgeSeed.Config.Types;

/// <summary>An address, read as everywhere (<see cref="WrittenAddress"/>); one that cannot be used is refused with the reason.</summary>
/// <param name="expected">What is expected with an example.</param>
/// <param name="kind">What it is of.</param>
internal sealed class AddressType(string expected, AddressKind kind) : ConfigType<string>(expected)
{
    /// <inheritdoc/>
    public override bool TryRead(ConfigValue value, ConfigProblemList problems, out string result)
    {
        result = "";
        if (value.Kind != ConfigValueKind.Text) return Mismatch(value, problems);
        WrittenAddress read = WrittenAddress.Read(value.Text, kind);
        result = read.Text ?? "";
        if (read.Text is not null) return true;
        problems.Add(value.Place, $"this address cannot be used: {read.Remark}");
        return false;
    }

    /// <inheritdoc/>
    public override string Write(string value) => TomlText.Quote(value);
}
