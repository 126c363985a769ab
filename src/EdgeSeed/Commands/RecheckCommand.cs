using System.CommandLine;
using EdgeSeed.Owner;
using EdgeSeed.Protocol;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed recheck INFOHASH</c>: has the running service verify a torrent's data anew.</summary>
internal sealed class RecheckCommand : OwnerCommand
{
    private readonly Argument<string> _infoHash = new("INFOHASH") { Description = "Info-hash of the torrent, as its page and 'edgeseed status --json' show it" };

    /// <summary>Adds its argument.</summary>
    public RecheckCommand() : base("recheck", "Verify a torrent's data once more, while it is seeded")
    {
        Arguments.Add(_infoHash);
        Validators.Add(result =>
        {
            if (!InfoHash.TryParse(result.GetValue(_infoHash) ?? "", out _)) result.AddError("INFOHASH is 40 hexadecimal digits.");
        });
    }

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples => [new("edgeseed recheck 1f2e3d4c5b6a79880123456789abcdef01234567", "reads all of it; what is wrong is not given out")];

    /// <inheritdoc/>
    protected override OwnerOrder? Order(ParseResult parsed) => OwnerOrder.Parse($"recheck {parsed.GetValue(_infoHash)}");
}
