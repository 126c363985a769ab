using System.CommandLine;
using EdgeSeed.Owner;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed eject [DRIVE]</c>: has the running service let a drive go, and says when it may be pulled out.</summary>
internal sealed class EjectCommand : OwnerCommand
{
    private readonly Argument<string> _drive = new("DRIVE")
    {
        Description = "Label, UUID or mount point; may be left out when there is one drive",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => "",
    };

    /// <summary>Adds its argument.</summary>
    public EjectCommand() : base("eject", "Stop using a drive, so that it can be unplugged") => Arguments.Add(_drive);

    /// <inheritdoc/>
    public override IReadOnlyList<CommandExample> Examples =>
    [
        new("edgeseed eject", "the only drive that is plugged in"),
        new("edgeseed eject FILMS", "the drive with this label"),
    ];

    /// <inheritdoc/>
    protected override OwnerOrder? Order(ParseResult parsed) => new(OwnerVerb.Eject, parsed.GetValue(_drive) ?? "");
}
