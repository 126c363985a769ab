using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace EdgeSeed.Tests.Browser;

/// <summary>A headless Chromium with one page, driven over its DevTools protocol; remembers what its console said.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(25);

    private readonly CancellationTokenSource _stop = new(Limit);
    private readonly Process _browser;
    private readonly TemporaryFolder _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1 << 20];
    private int _lastId;
    private string _session = "";

    private Chromium(Process browser, TemporaryFolder profile) => (_browser, _profile) = (browser, profile);

    /// <summary>Errors and warnings of the console, and pages or scripts that the policy refused.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Starts it; where it is not installed the test is skipped, and fails in CI.</summary>
    public static async Task<Chromium> StartAsync()
    {
        var profile = new TemporaryFolder();
        var start = new ProcessStartInfo("chromium")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        // Tests may run as root, and in containers without a sandbox or shared memory.
        foreach (string option in (string[])["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run",
            "--remote-debugging-port=0", $"--user-data-dir={profile["profile"]}", "about:blank"]) start.ArgumentList.Add(option);
        Process browser;
        try
        {
            browser = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            profile.Dispose();
            throw new SkipException("chromium is not installed");
        }
        var chromium = new Chromium(browser, profile);
        await chromium.ConnectAsync();
        return chromium;
    }

    /// <summary>Sets the size of the page, and whether the reader likes it dark.</summary>
    public async Task DressAsync(int width, int height, bool dark, string language = "en")
    {
        await SendAsync("Emulation.setDeviceMetricsOverride", new { width, height, deviceScaleFactor = 1, mobile = width < 600 });
        await SendAsync("Emulation.setEmulatedMedia", new { features = new[] { new { name = "prefers-color-scheme", value = dark ? "dark" : "light" } } });
        await SendAsync("Network.setExtraHTTPHeaders", new { headers = new Dictionary<string, string> { ["Accept-Language"] = language } });
    }

    /// <summary>Opens a page and waits until it has loaded.</summary>
    public async Task OpenAsync(Uri page)
    {
        // A window in nobody's hands has no focus, and copies nothing.
        await SendAsync("Emulation.setFocusEmulationEnabled", new { enabled = true });
        await SendAsync("Page.navigate", new { url = page.ToString() });
        await UntilAsync($"document.readyState==='complete'&&location.href!=='about:blank'");
    }

    /// <summary>The value of an expression in the page, which may be a promise; as if the reader had done it.</summary>
    public async Task<JsonElement> AskAsync(string expression)
    {
        JsonElement answer = await SendAsync("Runtime.evaluate", new { expression, returnByValue = true, awaitPromise = true, userGesture = true });
        Assert.False(answer.TryGetProperty("exceptionDetails", out JsonElement wrong), $"{expression}: {wrong}");
        return answer.GetProperty("result").TryGetProperty("value", out JsonElement value) ? value : default;
    }

    /// <summary>Waits until an expression holds; a page that is being left holds nothing.</summary>
    public async Task UntilAsync(string expression)
    {
        while ((await AskAsync($"(()=>{{try{{return !!({expression})}}catch{{return false}}}})()")).ValueKind != JsonValueKind.True)
            await Task.Delay(20, _stop.Token);
    }

    /// <summary>Forbids the page its scripts; <see cref="AskAsync"/> is not forbidden.</summary>
    public Task ForbidScriptsAsync() => SendAsync("Emulation.setScriptExecutionDisabled", new { value = true });

    /// <summary>A picture of the page as PNG.</summary>
    public async Task<byte[]> PictureAsync() => (await SendAsync("Page.captureScreenshot", new { format = "png" })).GetProperty("data").GetBytesFromBase64();

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (!_browser.HasExited) _browser.Kill(entireProcessTree: true);
        await _browser.WaitForExitAsync();
        _browser.Dispose();
        _stop.Dispose();
        _profile.Dispose();
    }

    private async Task ConnectAsync()
    {
        const string announced = "DevTools listening on ";
        string? line;
        do line = await _browser.StandardError.ReadLineAsync(_stop.Token) ?? throw new InvalidOperationException("chromium ended at once");
        while (!line.StartsWith(announced, StringComparison.Ordinal));
        _ = _browser.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = _browser.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await _socket.ConnectAsync(new Uri(line[announced.Length..]), _stop.Token);
        JsonElement targets = await SendAsync("Target.getTargets", new { });
        string target = targets.GetProperty("targetInfos").EnumerateArray().First(info => info.GetProperty("type").GetString() == "page").GetProperty("targetId").GetString()!;
        _session = (await SendAsync("Target.attachToTarget", new { targetId = target, flatten = true })).GetProperty("sessionId").GetString()!;
        foreach (string domain in (string[])["Page", "Runtime", "Log", "Network"]) await SendAsync($"{domain}.enable", new { });
    }

    private async Task<JsonElement> SendAsync(string method, object parameters)
    {
        int id = ++_lastId;
        Dictionary<string, object> command = new() { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (_session.Length > 0) command["sessionId"] = _session;
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(command), WebSocketMessageType.Text, endOfMessage: true, _stop.Token);
        while (true)
        {
            JsonElement message = await ReceiveAsync();
            if (message.TryGetProperty("id", out JsonElement answered) && answered.GetInt32() == id)
                return message.TryGetProperty("result", out JsonElement result) ? result : throw new InvalidOperationException($"{method}: {message}");
            Note(message);
        }
    }

    private void Note(JsonElement message)
    {
        string text = message.ToString();
        bool isComplaint = message.TryGetProperty("method", out JsonElement method) && method.GetString() switch
        {
            "Runtime.exceptionThrown" => true,
            "Log.entryAdded" => true,
            "Runtime.consoleAPICalled" => true,
            _ => false,
        };
        if (isComplaint) Complaints.Add(text);
    }

    private async Task<JsonElement> ReceiveAsync()
    {
        using var whole = new MemoryStream();
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(_buffer, _stop.Token);
            whole.Write(_buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetString(whole.GetBuffer().AsSpan(0, (int)whole.Length)));
        return document.RootElement.Clone();
    }
}
