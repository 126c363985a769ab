namespace EdgeSeed.Interop.Running;

/// <summary>
/// Two homes and the world between them. In one, behind a router that forwards the ports of tracker and seeder, are the box and another
/// machine; in the other, behind a router that forwards nothing, two machines. Both homes use the same private network, as homes do.
/// </summary>
internal sealed class TwoHomes : IAsyncDisposable
{
    /// <summary>The box in its own home.</summary>
    public const string BoxAddress = "192.168.1.2";

    /// <summary>The other machine in the box's home.</summary>
    public const string NeighbourAddress = "192.168.1.3";

    /// <summary>One machine of the other home; the other is the next.</summary>
    public const string FarAddress = "192.168.1.4", FarOtherAddress = "192.168.1.5";

    /// <summary>The box's home as the world sees it; not of the blocks for documentation, which miniupnpd takes for private ones.</summary>
    public const string BoxHome = "220.0.0.1";

    /// <summary>The other home as the world sees it.</summary>
    public const string FarHome = "220.0.0.2";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly PrivateNetwork[] _all;

    private TwoHomes(PrivateNetwork[] all) => _all = all;

    /// <summary>The router of the box's home.</summary>
    public PrivateNetwork Router => _all[0];

    /// <summary>Where the box is.</summary>
    public PrivateNetwork Box => _all[2];

    /// <summary>Where the box's neighbour is.</summary>
    public PrivateNetwork Neighbour => _all[3];

    /// <summary>Where the machines of the other home are.</summary>
    public PrivateNetwork Far => _all[4];

    /// <summary>Where the second of them is.</summary>
    public PrivateNetwork FarOther => _all[5];

    /// <summary>Lays the cables.</summary>
    /// <param name="forwards">Whether the box's router forwards its ports already; else it has the chains that miniupnpd changes.</param>
    public static async Task<TwoHomes> BuildAsync(bool forwards = true)
    {
        string ip = ExternalTool.Require("iproute2", "ip"), nft = ExternalTool.Require("nftables", "nft");
        PrivateNetwork router = await PrivateNetwork.CreateAsync();
        var all = new List<PrivateNetwork> { router };
        for (int i = 0; i < 5; i++) all.Add(await router.AddAsync());
        var homes = new TwoHomes([.. all]);
        await homes.RunAsync(0, $"{ip} link add wan type veth peer name wan netns {all[1].Id}");
        await homes.WireAsync(ip, router: 0, BoxHome, (2, BoxAddress), (3, NeighbourAddress));
        await homes.WireAsync(ip, router: 1, FarHome, (4, FarAddress), (5, FarOtherAddress));
        const string Masquerade = "chain out { type nat hook postrouting priority 100; oifname wan masquerade; };";
        if (!forwards) await homes.RunAsync(0, $"{nft} 'table inet nat {{ {Masquerade} chain in {{ type nat hook prerouting priority -100; }}; chain forward {{ type filter hook forward priority 0; }}; }}'");
        else await homes.RunAsync(0, $"{nft} 'table ip nat {{ {Masquerade} chain in {{ type nat hook prerouting priority -100; iifname wan tcp dport {{ 6969, 6881 }} dnat to {BoxAddress}; iifname wan udp dport 6969 dnat to {BoxAddress}; }}; }}'");
        await homes.RunAsync(1, $"{nft} 'table ip nat {{ {Masquerade} }}'");
        return homes;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (PrivateNetwork network in _all.Reverse()) await network.DisposeAsync();
    }

    private async Task WireAsync(string ip, int router, string outside, params (int Network, string Address)[] machines)
    {
        await RunAsync(router, $"echo 1 > /proc/sys/net/ipv4/ip_forward && {ip} address add {outside}/24 dev wan && {ip} link set wan up && "
            + $"{ip} link add home type bridge && {ip} address add 192.168.1.1/24 dev home && {ip} link set home up");
        foreach ((int network, string address) in machines)
        {
            await RunAsync(router, $"{ip} link add m{network} type veth peer name eth0 netns {_all[network].Id} && {ip} link set m{network} master home up");
            await RunAsync(network, $"{ip} address add {address}/24 dev eth0 && {ip} link set eth0 up && {ip} route add default via 192.168.1.1");
        }
    }

    private Task<string> RunAsync(int network, string script) => RunningProcess.RequireAsync(_all[network].Inside("sh", "-c", script), Limit);
}
