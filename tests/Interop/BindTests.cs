using EdgeSeed.Interop.Clients;
using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop;

/// <summary>An interface in <c>service.bind</c> that comes and goes: the short form of <c>tests/Bench/bind.py</c>.</summary>
public sealed class BindTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(150);

    [SkippableFact]
    public async Task Nothing_leaves_by_another_interface_and_seeding_is_back_soon()
    {
        foreach (string tool in (string[])["ip", "unshare", "nsenter"]) ExternalTool.Require("iproute2 or util-linux", tool);
        (int isAllowed, string reason) = await RunningProcess.RunAsync(["/bin/sh", "-c", "unshare --net --mount sh -c 'ip link add vpn0 type veth peer name far1'"], Limit);
        ExternalTool.Missing(isAllowed != 0, $"network interfaces cannot be made here, which takes CAP_NET_ADMIN: {reason}");
        string output = await RunningProcess.RequireAsync([LibTorrent.Python, LibTorrent.Script("bind.py"), EdgeSeedProcess.Binary, "--flaps", "20", "--short"], Limit);
        Assert.EndsWith("good", output.TrimEnd(), StringComparison.Ordinal);
    }
}
