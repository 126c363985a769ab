using EdgeSeed.Interop.Clients;
using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop;

/// <summary>Message Stream Encryption with clients that insist on it, and with an <c>edgeseed</c> that does.</summary>
public sealed class EncryptionTests
{
    private const int LargeFileMebibytes = 8;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(180);

    public static TheoryData<string> Clients => ["transmission", "aria2", "libtorrent", "rtorrent"];

    [SkippableTheory]
    [MemberData(nameof(Clients))]
    public async Task Client_that_requires_encryption_downloads_byte_identical(string client) =>
        await DownloadAndCompareAsync(Make(client, requiresEncryption: true), "[seeder]\nencryption = \"prefer\"\n");

    [SkippableFact]
    public async Task Service_that_requires_encryption_is_downloaded_byte_identical_by_a_client_that_prefers_it() =>
        await DownloadAndCompareAsync(Make("transmission", requiresEncryption: false), "[seeder]\nencryption = \"require\"\n");

    private static async Task DownloadAndCompareAsync(IClient client, string settings)
    {
        await using PrivateNetwork network = await PrivateNetwork.CreateAsync();
        using var folder = new TemporaryFolder();
        SampleFolder.Fill(folder.Create("data"), LargeFileMebibytes);
        // transmission makes empty files some time after it says that it is done.
        foreach (string file in Directory.EnumerateFiles(folder["data"], "empty.dat", SearchOption.AllDirectories)) File.Delete(file);
        await File.WriteAllTextAsync(folder["seed.toml"], settings);
        await using EdgeSeedProcess served = await EdgeSeedProcess.ServeAsync(
            network, folder["data"], folder.Create("state"), SampleFolder.Entries, "--config", folder["seed.toml"]);
        IReadOnlyList<string> torrents = await served.SaveTorrentsAsync(folder.Create("torrents"));
        string target = folder.Create("target");

        await client.DownloadAsync(network, torrents, target, s_limit);

        Assert.Equal(SampleFolder.Digest(folder["data"]), SampleFolder.Digest(target));
        await served.StopAsync();
    }

    private static IClient Make(string name, bool requiresEncryption) => name switch
    {
        "transmission" => new Transmission("10.77.0.2", 51020) { RequiresEncryption = requiresEncryption },
        "aria2" => new Aria2("10.77.0.2", 51020) { RequiresEncryption = requiresEncryption },
        "libtorrent" => new LibTorrent("10.77.0.2", 51020) { RequiresEncryption = requiresEncryption },
        "rtorrent" => new RTorrent("10.77.0.2", 51020) { RequiresEncryption = requiresEncryption },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such client"),
    };
}
