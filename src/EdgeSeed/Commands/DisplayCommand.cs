using System.CommandLine;

namespace EdgeSeed.Commands;

/// <summary><c>edgeseed display preview</c></summary>
internal static class DisplayCommand
{
    /// <summary>Builds the command with the one below it.</summary>
    public static Command Create() => new("display", "See what the small display shows") { new DisplayPreviewCommand() };
}
