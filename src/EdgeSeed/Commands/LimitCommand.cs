using System.CommandLine;
using System.Globalization;
using EdgeSeed.Config.Units;
using EdgeSeed.Owner;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed limit RATE</c>: another upload budget for some hours.</summary>
internal sealed class LimitCommand : OwnerCommand
{
    private readonly Argument<string> _rate = new("RATE") { Description = "Most that is uploaded, as in seed.toml: \"200 KB/s\", \"2 MB/s\", \"unlimited\"" };

    private readonly Option<int> _hours = new("--hours")
    {
        Description = "For how long, in hours; or until 'edgeseed resume' or the next start",
        HelpName = "COUNT",
        DefaultValueFactory = _ => 1,
    };

    /// <summary>Adds its argument and option.</summary>
    public LimitCommand() : base("limit", "Use another upload budget for some hours")
    {
        Arguments.Add(_rate);
        Options.Add(_hours);
        _hours.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && OwnerOrder.Limit("unlimited", token.Value) is null) result.AddError($"--hours is a number from 1 to {OwnerOrder.MaxHours}.");
        });
        _rate.Validators.Add(result =>
        {
            string rate = result.GetValueOrDefault<string>() ?? "";
            if (OwnerOrder.Limit(rate, "1") is not null) return;
            string hint = ByteRate.Meant(rate) is { } question ? $" {char.ToUpperInvariant(question[0])}{question[1..]}" : "";
            result.AddError($"'{rate}' is no rate such as \"200 KB/s\" or \"unlimited\", 512 bytes a second at least; 'edgeseed pause' uploads nothing.{hint}");
        });
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("edgeseed limit \"200 KB/s\" --hours 3", "little, while somebody else needs the line"),
        new("edgeseed limit unlimited --hours 8", "everything, for a night"),
    ];

    /// <inheritdoc/>
    protected override OwnerOrder? Order(ParseResult parsed) => OwnerOrder.Limit(parsed.GetValue(_rate)!, Hours(parsed.GetValue(_hours)));

    private static string Hours(int hours) => hours.ToString(CultureInfo.InvariantCulture);
}
