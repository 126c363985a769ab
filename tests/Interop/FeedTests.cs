using EdgeSeed.Interop.Clients;
using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop;

/// <summary>Who has subscribed to the box gets what is new on it without doing anything.</summary>
public sealed class FeedTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [SkippableFact]
    public async Task Subscriber_downloads_what_is_there_and_what_comes_later()
    {
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        byte[] first = Random.Shared.GetItems<byte>([1, 2, 3], 300_000), second = Random.Shared.GetItems<byte>([4, 5, 6], 400_000);
        await File.WriteAllBytesAsync(Path.Combine(folder.Create("data"), "first film & more.bin"), first);
        await using EdgeSeedProcess served = await EdgeSeedProcess.ServeAsync(network, folder["data"], folder.Create("state"), torrents: 1);
        var client = new QBittorrent("10.77.0.2", 51000);
        await using RunningProcess running = await client.StartAsync(network, [], folder.Create("target"));
        await client.SubscribeAsync(network, EdgeSeedProcess.Page + "/feed.xml", folder["target"]);
        await IsDoneAsync("first film & more.bin");

        await File.WriteAllBytesAsync(folder["data/ü second.bin"], second);
        await IsDoneAsync("first film & more.bin", "ü second.bin");
        Assert.Equal(first, await File.ReadAllBytesAsync(folder["target/first film & more.bin"]));
        Assert.Equal(second, await File.ReadAllBytesAsync(folder["target/ü second.bin"]));
        await served.StopAsync();

        Task IsDoneAsync(params string[] names)
        {
            int looks = 0;
            return Wait.UntilAsync(
                async () =>
                {
                    if ((await client.DoneAsync(network)).SequenceEqual(names)) return true;
                    if (looks++ % 40 == 0) await client.RefreshAsync(network);
                    return false;
                },
                Limit, () => running.Output + served.Output);
        }
    }
}
