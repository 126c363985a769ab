namespace EdgeSeed.Interop.Running;

/// <summary>
/// A network namespace with nothing but a loopback device that also carries 10.77.0.0/24 and fd77::1 to fd77::20, so that
/// clients which never dial 127.0.0.0/8 (Transmission) can meet, every port is free, and no packet can leave.
/// </summary>
internal sealed class PrivateNetwork : IAsyncDisposable
{
    /// <summary>Where EdgeSeed is reached.</summary>
    public const string SeederAddress = "10.77.0.1";

    /// <summary>Where EdgeSeed is reached over IPv6.</summary>
    public const string SeederAddressV6 = "fd77::1";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    private readonly RunningProcess _holder;
    private readonly string _nsenter;
    private readonly bool _isRoot;

    private PrivateNetwork(RunningProcess holder, string nsenter, bool isRoot) => (_holder, _nsenter, _isRoot) = (holder, nsenter, isRoot);

    /// <summary>Makes the namespace: as root directly, as a user through a user namespace.</summary>
    public static async Task<PrivateNetwork> CreateAsync()
    {
        string unshare = ExternalTool.Require("util-linux", "unshare");
        string nsenter = ExternalTool.Require("util-linux", "nsenter");
        string ip = ExternalTool.Require("iproute2", "ip");
        bool isRoot = Environment.UserName == "root";
        string script = $"{ip} link set lo up && {ip} address add {SeederAddress}/24 dev lo && "
            + $"for i in $(seq 1 20); do {ip} -6 address add fd77::$i/64 dev lo nodad || exit 1; done && echo ready && exec cat";
        string[] asWhom = isRoot ? [] : ["--user", "--map-root-user"];
        RunningProcess holder = RunningProcess.Start([unshare, .. asWhom, "--net", "sh", "-c", script]);
        await Wait.UntilAsync(() => holder.Output.Contains("ready", StringComparison.Ordinal) || holder.HasExited, StartLimit, () => "no network namespace: " + holder.Output);
        ExternalTool.Missing(holder.HasExited, "this user may not make a network namespace: " + holder.Output);
        return new PrivateNetwork(holder, nsenter, isRoot);
    }

    /// <summary>A process that lives in the namespace as long as it does: the kernel's name for it.</summary>
    public int Id => _holder.Id;

    /// <summary>Makes a further namespace with nothing but an unused loopback device, to be connected with this one.</summary>
    public async Task<PrivateNetwork> AddAsync()
    {
        RunningProcess holder = RunningProcess.Start(Inside(ExternalTool.Require("util-linux", "unshare"), "--net", "sh", "-c", "ip link set lo up && echo ready && exec cat"));
        await Wait.UntilAsync(() => holder.Output.Contains("ready", StringComparison.Ordinal) || holder.HasExited, StartLimit, () => "no network namespace: " + holder.Output);
        ExternalTool.Missing(holder.HasExited, "this user may not make a further network namespace: " + holder.Output);
        return new PrivateNetwork(holder, _nsenter, _isRoot);
    }

    /// <summary>The command that runs <paramref name="command"/> inside the namespace.</summary>
    public IReadOnlyList<string> Inside(params IEnumerable<string> command)
    {
        string[] how = _isRoot ? ["--net"] : ["--user", "--preserve-credentials", "--net"];
        return [_nsenter, $"--target={_holder.Id}", .. how, "--", .. command];
    }

    public ValueTask DisposeAsync() => _holder.DisposeAsync();
}
