using System.CommandLine;
using EdgeSeed.Owner;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed resume</c>: the upload budget is again that of <c>seed.toml</c>.</summary>
internal sealed class ResumeCommand() : OwnerCommand("resume", "Upload again as seed.toml says, after 'pause' or 'limit'")
{
    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples => [new("edgeseed resume", "ends what 'pause' or 'limit' began")];

    /// <inheritdoc/>
    protected override OwnerOrder? Order(ParseResult parsed) => new(OwnerVerb.Resume);
}
