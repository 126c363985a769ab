using System.CommandLine;
using EdgeSeed.Owner;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed pause</c>: nothing is uploaded until <c>edgeseed resume</c>.</summary>
internal sealed class PauseCommand() : OwnerCommand("pause", "Upload nothing until 'edgeseed resume' or the next start")
{
    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples => [new("edgeseed pause", "the line is free; page and tracker still answer")];

    /// <inheritdoc/>
    protected override OwnerOrder? Order(ParseResult parsed) => new(OwnerVerb.Pause);
}
