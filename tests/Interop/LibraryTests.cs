using EdgeSeed.Interop.Clients;
using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop;

/// <summary>Libraries as bad as they come: the short form of <c>tests/Machine/library.py</c>.</summary>
public sealed class LibraryTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [SkippableTheory]
    [InlineData("names")]
    [InlineData("changed")]
    [InlineData("killed")]
    [InlineData("copied")]
    public async Task Library_keeps_its_promises_with(string show)
    {
        if (show == "copied") ExternalTool.Require("rsync", "rsync");
        string[] script = [ExternalTool.Require("python3", "python3"), LibTorrent.Script("library.py"), "--short", show];
        await RunningProcess.RequireAsync([ExternalTool.Require("coreutils", "env"), $"EDGESEED_BINARY={EdgeSeedProcess.Binary}", .. script], Limit);
    }
}
