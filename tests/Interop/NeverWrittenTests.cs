using EdgeSeed.Interop.Clients;
using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop;

/// <summary>Promise 1: what is published is never written, not even its times.</summary>
public sealed class NeverWrittenTests
{
    private static readonly TimeSpan DownloadLimit = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task Serve_leaves_inode_times_and_content_of_every_file_and_folder_as_they_were()
    {
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        SampleFolder.Fill(folder.Create("data"), largeFileMebibytes: 8);
        IReadOnlyList<string> before = await StatAsync(folder["data"]);
        IReadOnlyList<string> content = SampleFolder.Digest(folder["data"]);
        using var watch = new TreeWatch(folder["data"]);

        await ServeOnceAsync(network, folder, []);

        Assert.Equal([], watch.Changes);
        Assert.Equal(before, await StatAsync(folder["data"]));
        Assert.Equal(content, SampleFolder.Digest(folder["data"]));
    }

    [SkippableFact]
    public async Task Serve_works_on_a_read_only_mount()
    {
        ExternalTool.Missing(Environment.UserName != "root", "mounting needs root");
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        SampleFolder.Fill(folder.Create("data"), largeFileMebibytes: 8);
        string data = folder["data"];

        await ServeOnceAsync(network, folder,
            [ExternalTool.Require("util-linux", "unshare"), "--mount", "sh", "-c", $"mount --bind '{data}' '{data}' && mount -o remount,bind,ro '{data}' && ! touch '{data}/x' && exec \"$@\"", "sh"]);
    }

    private static async Task ServeOnceAsync(PrivateNetwork network, TemporaryFolder folder, string[] through)
    {
        await using EdgeSeedProcess served = await EdgeSeedProcess.ServeThroughAsync(network, through, folder["data"], folder.Create("state"), SampleFolder.Entries);
        IReadOnlyList<string> torrents = await served.SaveTorrentsAsync(folder.Create("torrents"));
        await new Aria2("10.77.0.2", 52000).DownloadAsync(network, torrents, folder.Create("target"), DownloadLimit);
        await served.StopAsync();
        Assert.Equal(SampleFolder.Digest(folder["data"]), SampleFolder.Digest(folder["target"]));
    }

    /// <summary>Inode, size, links, mode, owner, change and modification time of everything below a folder.</summary>
    private static async Task<IReadOnlyList<string>> StatAsync(string root)
    {
        string listing = await RunningProcess.RequireAsync(["/usr/bin/find", root, "-printf", "%i %s %n %m %U %C@ %T@ %p\\n"], DownloadLimit);
        return [.. listing.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
    }
}
