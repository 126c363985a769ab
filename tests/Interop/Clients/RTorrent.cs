using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop.Clients;

/// <summary>
/// rtorrent, which needs a terminal: <c>script</c> lends it one. It touches a file when a download is finished. When it is asked to stop
/// while its "completed" announce is under way, 0.9.8 sends "stopped" and now and then misses the answer (its log: "request disowned"),
/// for which it then waits without end; so it is killed when it does not end by itself.
/// </summary>
internal sealed class RTorrent(string address, int port) : IClient
{
    private static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(30);

    /// <summary>Long enough for the trackers to be told; a healthy end takes 0.2 s.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    /// <summary>Whether it tells the trackers that it stops; otherwise it is simply killed when all has come.</summary>
    public bool SaysGoodbye { get; init; }

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
        // Of a magnet link it leaves the info dictionary beside the data.
        foreach (string info in Directory.EnumerateFiles(folder, "*.meta")) File.Delete(info);
        if (!SaysGoodbye) return;
        await RunningProcess.RequireAsync(["/usr/bin/pkill", "-INT", "-f", $"^{rtorrent} -n -o import={settings}"], AskLimit);
        await running.EndAsync(EndLimit);
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
