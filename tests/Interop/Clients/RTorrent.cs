using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop.Clients;

/// <summary>rtorrent, which needs a terminal: <c>script</c> lends it one. It touches a file when a download is finished.</summary>
internal sealed class RTorrent(string address, int port) : IClient
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    /// <summary>Speaks to nobody who does not encrypt everything with RC4.</summary>
    public bool RequiresEncryption { get; init; }

    public async Task DownloadAsync(PrivateNetwork network, IReadOnlyList<string> torrents, string folder, TimeSpan limit)
    {
        string rtorrent = ExternalTool.Require("rtorrent", "rtorrent");
        string script = ExternalTool.Require("bsdutils", "script");
        string session = Path.Combine(folder, "..", $"rtorrent-{port}");
        string finished = Path.Combine(session, "finished");
        Directory.CreateDirectory(finished);
        string settings = Path.Combine(session, "rtorrent.rc");
        await File.WriteAllTextAsync(settings, Settings(session, folder, torrents));

        await using RunningProcess running = RunningProcess.Start(network.Inside(
            script, "--quiet", "--flush", "--return", "--command", $"exec {rtorrent} -n -o import={settings}", "/dev/null"));
        await Wait.UntilAsync(() => Directory.GetFiles(finished).Length == torrents.Count, limit, () => running.Output);
        await RunningProcess.RequireAsync(["/usr/bin/pkill", "-INT", "-f", $"^{rtorrent} -n -o import={settings}"], StopLimit);
        await running.WaitForExitAsync(StopLimit);
    }

    private string Settings(string session, string folder, IReadOnlyList<string> torrents) => $"""
        directory.default.set = {folder}
        session.path.set = {session}
        network.port_range.set = {port}-{port}
        network.port_random.set = no
        network.bind_address.set = {address}
        dht.mode.set = disable
        protocol.pex.set = no
        protocol.encryption.set = {(RequiresEncryption ? "require,require_RC4,allow_incoming,try_outgoing" : "allow_incoming")}
        pieces.hash.on_completion.set = no
        method.set_key = event.download.finished, tell, "execute2={"{"}touch,(cat,{session}/finished/,(d.hash)){"}"}"
        {string.Join('\n', torrents.Select((torrent, index) => $"schedule2 = load{index}, 0, 0, \"load.start={torrent}\""))}

        """;
}
