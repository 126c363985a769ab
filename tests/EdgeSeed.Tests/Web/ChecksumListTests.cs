using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using EdgeSeed.Tests.Serve;

namespace EdgeSeed.Tests.Web;

/// <summary><c>/SHA256SUMS</c> of a whole service, believed by coreutils.</summary>
public sealed class ChecksumListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task List_is_what_sha256sum_checks_downloads_with_and_stays_after_a_restart()
    {
        _folder.Fill("data/film.mkv", 300_000);
        _folder.Fill("data/two  spaces *.bin", 100, seed: 2);
        _folder.Fill("data/line\nand\\back\rslash", 100, seed: 3);
        _folder.Fill("data/Prüfung", 100, seed: 4);
        _folder.Fill("data/folder/a", 100, seed: 5);
        string[] lists = new string[2];
        for (int i = 0; i < lists.Length; i++)
        {
            await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["data"]);
            await service.ReadyAsync();
            lists[i] = await service.Client.GetStringAsync(new Uri(service.Page, "SHA256SUMS"));
        }
        Assert.Equal(lists[0], lists[1]);
        Assert.Equal(4, lists[0].Count(letter => letter == '\n'));

        await File.WriteAllTextAsync(_folder["SHA256SUMS"], lists[0]);
        (int code, string output) = await CheckAsync();
        Assert.True(code == 0, output);
        Assert.Contains("film.mkv: OK", output, StringComparison.Ordinal);
        _folder.Fill("data/film.mkv", 300_000, seed: 9);
        (code, output) = await CheckAsync();
        Assert.Equal(1, code);
        Assert.Contains("film.mkv: FAILED", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sum_is_on_the_page_of_a_single_file_and_in_the_lists_for_programs()
    {
        _folder.Write("data/abc", "abc"u8.ToArray());
        _folder.Fill("data/folder/a", 100);
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["data"]);
        var torrents = (await service.ReadyAsync()).Torrents.ToDictionary(torrent => torrent.Name);
        // FIPS 180-4's own example.
        const string sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        string page = await service.Client.GetStringAsync(new Uri(service.Page, "torrents/" + torrents["abc"].InfoHash));
        Assert.Contains(sum, page, StringComparison.Ordinal);
        Assert.Contains("href=\"/SHA256SUMS\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("SHA-256", await service.Client.GetStringAsync(new Uri(service.Page, "torrents/" + torrents["folder"].InfoHash)), StringComparison.Ordinal);
        using JsonDocument status = JsonDocument.Parse(await service.Client.GetStringAsync(new Uri(service.Page, "status.json")));
        Assert.Equal([sum, null], status.RootElement.GetProperty("torrents").EnumerateArray().Select(torrent => torrent.GetProperty("sha256").GetString()));

        HttpResponseMessage list = await service.Client.GetAsync(new Uri(service.Page, "SHA256SUMS"));
        Assert.Equal(sum + "  abc\n", await list.Content.ReadAsStringAsync());
        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri(service.Page, "SHA256SUMS"));
        again.Headers.IfNoneMatch.Add(list.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await service.Client.SendAsync(again)).StatusCode);
    }

    private async Task<(int Code, string Output)> CheckAsync()
    {
        var start = new ProcessStartInfo("sha256sum", ["-c", "--strict", _folder["SHA256SUMS"]])
        {
            WorkingDirectory = _folder["data"],
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
