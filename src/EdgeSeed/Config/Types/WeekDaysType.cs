using EdgeSeed.Config.Units;
using EdgeSeed.Config.Values;

namespace EdgeSeed.Config.Types;

/// <summary>Days of the week as a list of days and ranges.</summary>
internal sealed class WeekDaysType() : ConfigType<WeekDays>("""days such as ["mon-fri", "sun"]""")
{
    /// <inheritdoc/>
    public override bool TryRead(ConfigValue value, ConfigProblemList problems, out WeekDays result)
    {
        result = WeekDays.None;
        if (value.Kind != ConfigValueKind.Array || value.Items.Count is 0 or > 7) return Mismatch(value, problems);
        bool allRead = true;
        foreach (ConfigValue item in value.Items)
        {
            if (item.Kind == ConfigValueKind.Text && WeekDaysText.TryParse(item.Text, out WeekDays days)) result |= days;
            else allRead = Mismatch(item, problems);
        }
        return allRead;
    }

    /// <inheritdoc/>
    public override string Write(WeekDays value) => $"[{string.Join(", ", WeekDaysText.Write(value).Select(TomlText.Quote))}]";
}
