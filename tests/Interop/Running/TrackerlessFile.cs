using System.Text.Json;

namespace EdgeSeed.Interop.Running;

/// <summary>A file whose torrent knows no tracker.</summary>
internal static class TrackerlessFile
{
    private const int Bytes = 500_000;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>Puts <c>payload.bin</c> into the folder <c>data</c>, and beside it its torrent.</summary>
    /// <returns>What is in it, and a magnet link with nothing but the info-hash.</returns>
    public static async Task<(byte[] Payload, string Magnet)> MakeAsync(TemporaryFolder folder)
    {
        byte[] payload = new byte[Bytes];
        new Random(14).NextBytes(payload);
        await File.WriteAllBytesAsync(Path.Combine(folder.Create("data"), "payload.bin"), payload);
        await RunningProcess.RequireAsync([EdgeSeedProcess.Binary, "make", folder["data/payload.bin"], "-o", folder["payload.torrent"], "--no-date"], s_limit);
        using JsonDocument described = JsonDocument.Parse(await RunningProcess.RequireAsync([EdgeSeedProcess.Binary, "show", folder["payload.torrent"], "--json"], s_limit));
        File.Move(folder["payload.torrent"], folder["data/payload.torrent"]);
        return (payload, $"magnet:?xt=urn:btih:{described.RootElement.GetProperty("info_hash").GetString()}");
    }
}
