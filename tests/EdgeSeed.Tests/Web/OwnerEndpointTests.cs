using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeSeed.Config.Units;
using EdgeSeed.Status;
using EdgeSeed.Tests.Common;
using EdgeSeed.Tests.Serve;

namespace EdgeSeed.Tests.Web;

/// <summary>The owner's page of a whole service, over HTTP.</summary>
public sealed partial class OwnerEndpointTests : IDisposable
{
    private const string Password = "a long päss word";

    private readonly TemporaryFolder _folder = new();

    public OwnerEndpointTests()
    {
        Directory.CreateDirectory(_folder["data"]);
        File.WriteAllBytes(_folder["data/film.bin"], new byte[300_000]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_password_there_is_no_such_page()
    {
        await using RunningService service = await RunningService.StartAsync(_folder["state"], _folder["data"]);
        Assert.Equal(HttpStatusCode.NotFound, (await service.Client.GetAsync(new Uri(service.Page, "admin"))).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await service.Client.PostAsync(new Uri(service.Page, "admin"), new StringContent("do=pause"))).StatusCode);
        Assert.DoesNotContain("/admin", await service.Client.GetStringAsync(service.Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_password_is_asked_for_again_then_slowed_and_the_right_one_opens()
    {
        await using RunningService service = await StartAsync();
        Assert.Equal(HttpStatusCode.OK, await GetAsync(service, Password));
        HttpResponseMessage unasked = await service.Client.GetAsync(new Uri(service.Page, "admin"));
        Assert.Equal((HttpStatusCode.Unauthorized, "Basic realm=\"EdgeSeed\", charset=\"UTF-8\""), (unasked.StatusCode, unasked.Headers.WwwAuthenticate.ToString()));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(service, "guess 1"));
        var statuses = new List<HttpStatusCode>();
        for (int i = 0; i < 20; i++) statuses.Add(await GetAsync(service, $"guess {i}"));
        Assert.True(statuses.Count(status => status == HttpStatusCode.TooManyRequests) > 15, string.Join(' ', statuses));
        using HttpRequestMessage slowed = Request(service, HttpMethod.Get, "guess");
        using HttpResponseMessage wait = await service.Client.SendAsync(slowed);
        // Twice as long after each: at most the eighth was waited for.
        Assert.InRange(wait.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 59);
        // Who is in already does not wait for who guesses.
        Assert.Equal(HttpStatusCode.OK, await GetAsync(service, Password));
        Assert.DoesNotContain((await service.Client.GetAsync(service.Page)).Headers, header => header.Key == "Set-Cookie");
    }

    [Fact]
    public async Task Methods_and_actions_that_there_are_not_are_refused_by_name()
    {
        await using RunningService service = await StartAsync();
        foreach (HttpMethod method in (HttpMethod[])[HttpMethod.Put, HttpMethod.Delete])
        {
            using HttpRequestMessage other = Request(service, method, Password);
            using HttpResponseMessage refused = await service.Client.SendAsync(other);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
            Assert.Contains("POST", refused.Content.Headers.Allow);
        }
        using HttpRequestMessage request = Request(service, HttpMethod.Post, Password);
        request.Content = Form(("do", "reboot"), ("token", await TokenAsync(service)));
        using HttpResponseMessage unknown = await service.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.StartsWith("There is no such action", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("", "")]
    public async Task Form_of_another_site_is_refused_though_the_browser_adds_the_password(string field, string value)
    {
        await using RunningService service = await StartAsync();
        string token = await TokenAsync(service);
        using HttpRequestMessage request = Request(service, HttpMethod.Post, Password);
        request.Content = Form(("do", "pause"), ("token", field.Length == 0 ? token.Replace(token[0], '-') : token));
        if (field.Length > 0) request.Headers.Add(field, value);
        Assert.Equal(HttpStatusCode.Forbidden, (await service.Client.SendAsync(request)).StatusCode);
        Assert.Null((await service.Status.ReadAsync()).Budget.Hold);
    }

    [Fact]
    public async Task Every_action_has_its_effect()
    {
        await using RunningService service = await StartAsync();
        StatusSnapshot status = await service.ReadyAsync();
        Assert.Contains("paused by the owner", await DoAsync(service, ("do", "pause")), StringComparison.Ordinal);
        Assert.Equal(new HoldStatus(0, null), (await service.Status.ReadAsync()).Budget.Hold);
        Assert.DoesNotContain("paused by the owner", await DoAsync(service, ("do", "resume")), StringComparison.Ordinal);
        Assert.Contains("200 KB/s for another", await DoAsync(service, ("do", "limit"), ("rate", "200 KB/s"), ("hours", "3")), StringComparison.Ordinal);
        Assert.Equal(200_000, (await service.Status.ReadAsync()).Budget.LimitBytesPerSecond);
        Assert.Contains("This limit cannot be used", await DoAsync(service, ("do", "limit"), ("rate", "a lot"), ("hours", "3")), StringComparison.Ordinal);
        Assert.Contains("no drive is plugged in", await DoAsync(service, ("do", "eject ")), StringComparison.Ordinal);

        // Written over in place, with size and time as before: only reading all of it finds out.
        string film = _folder["data/film.bin"];
        DateTime written = File.GetLastWriteTimeUtc(film);
        using (FileStream file = File.OpenWrite(film)) file.WriteByte(1);
        File.SetLastWriteTimeUtc(film, written);
        Assert.DoesNotContain("could not be done", await DoAsync(service, ("do", "recheck " + status.Torrents[0].InfoHash)), StringComparison.Ordinal);
        await Eventually.IsAsync(async () => (await service.Status.ReadAsync()).Torrents[0].Entry is { State: TorrentPhase.Partial } or { State: TorrentPhase.Settling });
    }

    [Fact]
    public async Task Strangers_learn_no_path_and_no_memory_and_the_owner_does()
    {
        await using RunningService service = await StartAsync();
        await service.ReadyAsync();
        string path = _folder["data"];
        using var stranger = new HttpRequestMessage(HttpMethod.Get, new Uri(service.Page, "status.json"));
        stranger.Headers.Add("X-Forwarded-For", "203.0.113.9");
        string seen = await (await service.Client.SendAsync(stranger)).Content.ReadAsStringAsync();
        Assert.DoesNotContain(path, seen, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(seen).RootElement.GetProperty("memory").ValueKind);
        foreach (string page in (string[])["", "live", "feed.xml", "torrents.json"])
        {
            string text = await service.Client.GetStringAsync(new Uri(service.Page, page));
            Assert.DoesNotContain(path, text, StringComparison.Ordinal);
            Assert.DoesNotContain("Memory", text, StringComparison.Ordinal);
        }
        Assert.Contains(path, await service.Client.GetStringAsync(new Uri(service.Page, "status.json")), StringComparison.Ordinal);
        foreach (string page in (string[])["admin", "admin/status.json"])
        {
            using HttpRequestMessage owner = Request(service, HttpMethod.Get, Password, page);
            Assert.Contains(path, await (await service.Client.SendAsync(owner)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Owner_sees_which_addresses_of_a_torrent_cannot_be_used_and_why()
    {
        byte[] data = File.ReadAllBytes(_folder["data/film.bin"]);
        byte[] hash = SHA1.HashData(data);
        _folder.Write("data/film.torrent", [.. "d8:announce15:ftp://t.example4:infod6:lengthi300000e4:name8:film.bin12:piece lengthi524288e6:pieces20:"u8, .. hash, .. "ee"u8]);
        await using RunningService service = await StartAsync();
        await service.ReadyAsync();
        using HttpRequestMessage owner = Request(service, HttpMethod.Get, Password);
        Assert.Matches("<code>ftp://t.example</code> [^<]+</p>", await (await service.Client.SendAsync(owner)).Content.ReadAsStringAsync());
        Assert.DoesNotContain("ftp://", await service.Client.GetStringAsync(service.Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_that_is_too_long_is_refused()
    {
        await using RunningService service = await StartAsync();
        using HttpRequestMessage request = Request(service, HttpMethod.Post, Password);
        request.Content = new StringContent(new string('x', 100_000));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await service.Client.SendAsync(request)).StatusCode);
    }

    private Task<RunningService> StartAsync()
    {
        File.WriteAllText(_folder["seed.toml"], $"web.admin_password_hash = \"{PasswordHash.Of(Password)}\"\ndrives.enabled = false\n");
        return RunningService.StartAsync(_folder["state"], _folder["data"], "--config", _folder["seed.toml"]);
    }

    private static HttpRequestMessage Request(RunningService service, HttpMethod method, string password, string path = "admin") => new(method, new Uri(service.Page, path))
    {
        Headers =
        {
            Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("anybody:" + password))),
            Accept = { new MediaTypeWithQualityHeaderValue("text/html") },
        },
    };

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] members) => new(members.Select(member => KeyValuePair.Create(member.Name, member.Value)));

    private static async Task<HttpStatusCode> GetAsync(RunningService service, string password)
    {
        using HttpRequestMessage request = Request(service, HttpMethod.Get, password);
        return (await service.Client.SendAsync(request)).StatusCode;
    }

    private static async Task<string> TokenAsync(RunningService service)
    {
        using HttpRequestMessage request = Request(service, HttpMethod.Get, Password);
        return Token().Match(await (await service.Client.SendAsync(request)).Content.ReadAsStringAsync()).Groups[1].Value;
    }

    private static async Task<string> DoAsync(RunningService service, params (string Name, string Value)[] members)
    {
        using HttpRequestMessage request = Request(service, HttpMethod.Post, Password);
        request.Content = Form([.. members, ("token", await TokenAsync(service))]);
        using HttpResponseMessage answer = await service.Client.SendAsync(request);
        // A browser sends the password to where it is sent on; this client does not.
        using HttpRequestMessage next = Request(service, HttpMethod.Get, Password);
        using HttpResponseMessage shown = answer.StatusCode == HttpStatusCode.Unauthorized ? await service.Client.SendAsync(next) : answer;
        return WebUtility.HtmlDecode(await shown.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("name=\"token\" value=\"([0-9a-f]+)\"")]
    private static partial Regex Token();
}
