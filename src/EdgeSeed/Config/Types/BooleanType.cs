using EdgeSeed.Config.Values;

namespace EdgeSeed.Config.Types;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class BooleanType() : ConfigType<bool>("true or false")
{
    /// <inheritdoc/>
    public override bool TryRead(ConfigValue value, ConfigProblemList problems, out bool result)
    {
        result = value.Boolean;
        return value.Kind == ConfigValueKind.Boolean || Mismatch(value, problems);
    }

    /// <inheritdoc/>
    public override string Write(bool value) => value ? "true" : "false";
}
