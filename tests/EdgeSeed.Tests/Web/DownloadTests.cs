using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using EdgeSeed.Languages;
using EdgeSeed.Status;
using EdgeSeed.Tests.Serve;
using EdgeSeed.Web;

namespace EdgeSeed.Tests.Web;

/// <summary>What a visitor's browser gets from a running service.</summary>
public sealed class DownloadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Folder_comes_as_one_zip_with_everything_in_it_and_is_counted()
    {
        byte[] large = await File.ReadAllBytesAsync(_folder.Fill("publish/album/a.bin", 300_000)), small = await File.ReadAllBytesAsync(_folder.Fill("publish/album/sub/ü x.txt", 10, seed: 2));
        _folder.Write("publish/album/leer", []);
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["publish"]);
        PublishedTorrent torrent = Assert.Single((await service.ReadyAsync()).Torrents);
        using HttpResponseMessage answer = await service.Client.GetAsync(new Uri(service.Page, $"files/{torrent.InfoHash}.zip"));
        Assert.Equal("album.zip", answer.Content.Headers.ContentDisposition!.FileNameStar);
        byte[] zip = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(answer.Content.Headers.ContentLength, zip.Length);
        using var archive = new ZipArchive(new MemoryStream(zip));
        Assert.Equal(["album/a.bin", "album/leer", "album/sub/ü x.txt"], archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        Assert.Equal(large, Content(archive, "album/a.bin"));
        Assert.Equal(small, Content(archive, "album/sub/ü x.txt"));

        // A snapshot that is given out may be from before the download.
        StatusSnapshot status;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        do status = await service.Status.ReadAsync().WaitAsync(limit.Token);
        while (status.Upload.WebBytes < 300_010);
        Assert.Equal((300_010, 300_010, 300_010), (status.Upload.WebBytes, status.Upload.TotalBytes, status.Torrents[0].UploadedBytes));
        using JsonDocument json = JsonDocument.Parse(await service.Client.GetStringAsync(new Uri(service.Page, "status.json")));
        Assert.Equal(300_010, json.RootElement.GetProperty("upload").GetProperty("web_bytes").GetInt64());
        Assert.Equal(300_010, json.RootElement.GetProperty("torrents")[0].GetProperty("web_bytes").GetInt64());
        Assert.Contains("edgeseed_web_bytes_total 300010", await service.Client.GetStringAsync(new Uri(service.Page, "metrics")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twenty_get_their_zip_at_once()
    {
        _folder.Fill("publish/album/a.bin", 300_000);
        _folder.Fill("publish/album/b.bin", 100_000, seed: 2);
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["publish"], "--upload", "8MB/s");
        PublishedTorrent torrent = Assert.Single((await service.ReadyAsync()).Torrents);
        var zip = new Uri(service.Page, $"files/{torrent.InfoHash}.zip");
        HttpResponseMessage[] begun = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => service.Client.GetAsync(zip, HttpCompletionOption.ResponseHeadersRead)));
        Assert.All(begun, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        byte[][] got = await Task.WhenAll(begun.Select(answer => answer.Content.ReadAsByteArrayAsync()));
        Assert.All(got, bytes => Assert.Equal(got[0], bytes));
        using var archive = new ZipArchive(new MemoryStream(got[0]));
        Assert.Equal(await File.ReadAllBytesAsync(_folder["publish/album/a.bin"]), Content(archive, "album/a.bin"));
        foreach (HttpResponseMessage answer in begun) answer.Dispose();
    }

    [Fact]
    public async Task Zips_whose_lists_do_not_fit_into_memory_together_come_one_after_the_other()
    {
        for (int i = 0; i < FileEndpoint.MaxZipFiles; i++) _folder.Write($"publish/many/{i}", i == 0 ? new byte[4_000_000] : [1]);
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["publish"], "--upload", "200KB/s");
        PublishedTorrent torrent = Assert.Single((await service.ReadyAsync()).Torrents);
        var zip = new Uri(service.Page, $"files/{torrent.InfoHash}.zip");
        using HttpResponseMessage one = await service.Client.GetAsync(zip, HttpCompletionOption.ResponseHeadersRead);
        using (HttpResponseMessage other = await service.Client.GetAsync(zip, HttpCompletionOption.ResponseHeadersRead))
        {
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (one.StatusCode, other.StatusCode));
            using HttpResponseMessage third = await service.Client.GetAsync(zip, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, third.StatusCode);
        }
        await EdgeSeed.Tests.Common.Eventually.IsAsync(async () =>
        {
            using HttpResponseMessage next = await service.Client.GetAsync(zip, HttpCompletionOption.ResponseHeadersRead);
            return next.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task Single_file_is_saved_or_played_by_its_own_name()
    {
        byte[] film = await File.ReadAllBytesAsync(_folder.Fill("publish/film \"ä\".mp4", 100_000));
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["publish"]);
        PublishedTorrent torrent = Assert.Single((await service.ReadyAsync()).Torrents);
        using HttpResponseMessage saved = await service.Client.GetAsync(new Uri(service.Page, $"files/{torrent.InfoHash}"));
        Assert.Equal("film \"ä\".mp4", saved.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.Equal(film, await saved.Content.ReadAsByteArrayAsync());

        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(service.Page, $"files/{torrent.InfoHash}?play"));
        request.Headers.Range = new RangeHeaderValue(10, 19);
        using HttpResponseMessage played = await service.Client.SendAsync(request);
        Assert.Equal((HttpStatusCode.PartialContent, "video/mp4", null), (played.StatusCode, played.Content.Headers.ContentType!.MediaType, played.Content.Headers.ContentDisposition));
        Assert.Equal(film[10..20], await played.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task What_does_not_come_is_explained_to_a_person_and_said_to_a_program()
    {
        _folder.Fill("publish/a.bin", 1000);
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["publish"]);
        await service.ReadyAsync();
        string nothing = new('0', 40);
        foreach (string path in new[] { "nowhere", $"torrents/{nothing}", $"torrents/{nothing}.torrent", $"files/{nothing}.zip", $"files/{nothing}/a.bin" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(service.Page, path));
            request.Headers.Accept.ParseAdd("text/html");
            request.Headers.AcceptLanguage.ParseAdd("id");
            using HttpResponseMessage page = await service.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
            Assert.Contains("Ke halaman depan", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            using HttpResponseMessage line = await service.Client.GetAsync(new Uri(service.Page, path));
            Assert.Equal("text/plain", line.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public async Task Feed_is_given_once_to_who_asks_again()
    {
        _folder.Fill("publish/a.bin", 1000);
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["publish"]);
        await service.ReadyAsync();
        foreach (string path in new[] { "feed.xml", "torrents.json" })
        {
            using HttpResponseMessage first = await service.Client.GetAsync(new Uri(service.Page, path));
            Assert.Contains("a.bin", await first.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(service.Page, path));
            request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
            using HttpResponseMessage again = await service.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        }
    }

    [Fact]
    public async Task Figures_of_downloads_agree_everywhere_and_with_what_was_received_also_of_those_that_were_broken_off()
    {
        const int size = 2_000_000, wanted = 150_000;
        _folder.Fill("publish/film.bin", size);
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["publish"], "--upload", "400KB/s");
        PublishedTorrent torrent = Assert.Single((await service.ReadyAsync()).Torrents);
        var file = new Uri(service.Page, $"files/{torrent.InfoHash}");
        using (var request = new HttpRequestMessage(HttpMethod.Get, file) { Headers = { Range = new RangeHeaderValue(5, 100_004) } })
            Assert.Equal(100_000, (await (await service.Client.SendAsync(request)).Content.ReadAsByteArrayAsync()).Length);
        await CheckAsync(100_000, 100_000);

        var received = 0;
        using (HttpResponseMessage broken = await service.Client.GetAsync(file, HttpCompletionOption.ResponseHeadersRead))
        {
            await using Stream body = await broken.Content.ReadAsStreamAsync();
            byte[] part = new byte[16 * 1024];
            while (received < wanted) received += await body.ReadAsync(part);
        }
        // At this rate, what the kernel and the client hold is a fraction of a second.
        await CheckAsync(100_000 + received, 100_000 + received + 300_000);

        async Task CheckAsync(long least, long most)
        {
            JsonElement status = default;
            long before = -1;
            await EdgeSeed.Tests.Common.Eventually.IsAsync(async () =>
            {
                // Nothing more leaves: two looks in a row are the same.
                (long last, before) = (before, (status = JsonDocument.Parse(await service.Client.GetStringAsync(new Uri(service.Page, "status.json"))).RootElement.Clone()).GetProperty("upload").GetProperty("web_bytes").GetInt64());
                return before >= least && before == last && before == (await service.Status.ReadAsync()).Upload.WebBytes;
            });
            Assert.InRange(before, least, most);
            Assert.Equal(before, status.GetProperty("upload").GetProperty("total_bytes").GetInt64());
            Assert.Equal(before, status.GetProperty("torrents")[0].GetProperty("web_bytes").GetInt64());
            Assert.Equal(before, status.GetProperty("torrents")[0].GetProperty("uploaded_bytes").GetInt64());
            Assert.Contains($"edgeseed_web_bytes_total {before}\n", await service.Client.GetStringAsync(new Uri(service.Page, "metrics")), StringComparison.Ordinal);
            string shown = Language.English.Bytes(before);
            Assert.Contains($">{shown}<", await service.Client.GetStringAsync(service.Page), StringComparison.Ordinal);
            Assert.Contains($">{shown}<", await service.Client.GetStringAsync(new Uri(service.Page, $"torrents/{torrent.InfoHash}")), StringComparison.Ordinal);
        }
    }

    private static byte[] Content(ZipArchive archive, string name)
    {
        using Stream stream = archive.GetEntry(name)!.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
