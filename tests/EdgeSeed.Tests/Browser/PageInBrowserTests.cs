using System.Diagnostics;
using System.Text.Json;
using EdgeSeed.Engine.Announcing;
using EdgeSeed.Faces.Preview;
using EdgeSeed.Status;
using EdgeSeed.Tests.Status;

namespace EdgeSeed.Tests.Browser;

/// <summary>The page as a reader has it: in a browser, at the width of a phone and of a desktop, light and dark.</summary>
public sealed class PageInBrowserTests
{
    private const string Hostile = "<script>alert(1)</script>";

    /// <summary>Everything that the page can show, at once.</summary>
    private static StatusSnapshot Full => PreviewPages.Alarmed(AlarmCode.DriveErrors) with
    {
        Torrents =
        [
            SampleStatus.Torrent(Hostile, TorrentPhase.Partial, "Piece 3 is damaged."),
            SampleStatus.Torrent("hashed", TorrentPhase.Hashing, infoHash: ""),
            SampleStatus.Torrent("inbox", TorrentPhase.Waiting, "It is empty; what is put into it is published, as soon as something lies there.", infoHash: ""),
            SampleStatus.Torrent("told", infoHash: new string('b', 40)) with { OtherTrackers = new TrackerReport(AnnounceState.Failing, "udp://t.example:1", null, null, "no answer", 4_000) },
            .. Enumerable.Range(0, 8).Select(i => SampleStatus.Torrent($"film {i}", infoHash: $"{i:x40}")),
        ],
        Hashing = new HashingStatus("hashed", 5, 10, 2),
        Budget = new BudgetStatus { LimitBytesPerSecond = 2_000_000, Window = "mon-fri 22:00-06:00", Day = new QuotaStatus(3_400_000_000, 5_000_000_000, 30_000) },
        Drives = [SampleStatus.Drive("STICK", DriveState.Failing) with { Problem = "Reads fail." }, SampleStatus.Drive("BLUE", DriveState.Ready)],
    };

    [SkippableFact]
    public async Task Page_can_be_read_by_everybody()
    {
        await using ServedPage served = await ServedPage.StartAsync(Full);
        await using Chromium browser = await Chromium.StartAsync();
        foreach ((int width, int height) in ((int, int)[])[(375, 800), (1280, 900)])
            foreach (bool dark in (bool[])[false, true])
                foreach (string path in (string[])["", $"torrents/{SampleStatus.InfoHash}", "qr"])
                {
                    await browser.DressAsync(width, height, dark);
                    await browser.OpenAsync(new Uri(served.Url, path));
                    Assert.Equal("[]", (await browser.AskAsync(Checks.Contrast)).GetString());
                    Assert.Equal("[]", (await browser.AskAsync(Checks.Structure)).GetString());
                    Assert.Equal(width, (await browser.AskAsync("document.documentElement.scrollWidth")).GetInt32());
                    if (path != "qr") Assert.Contains(Hostile, (await browser.AskAsync("document.body.innerText")).GetString()!, StringComparison.Ordinal);
                    Assert.Equal(1, (await browser.AskAsync("document.querySelectorAll('script').length")).GetInt32());
                }
        Assert.Empty(browser.Complaints);
    }

    [SkippableFact]
    public async Task Figures_follow_the_service_without_a_reload_and_focus_stays()
    {
        await using ServedPage served = await ServedPage.StartAsync(Full);
        await using Chromium browser = await Chromium.StartAsync();
        await browser.OpenAsync(served.Url);
        await browser.AskAsync("window.mark=1;document.querySelector('.get a').focus()");
        served.Status = Full with
        {
            Upload = new UploadStatus(777_000, 5_000_000, 9),
            Alarms = [new Alarm(AlarmCode.BudgetSpent, "")],
            Torrents = [Full.Torrents[0] with { Leechers = 4_321 }, .. Full.Torrents.Skip(1)],
        };
        await browser.UntilAsync("document.body.innerText.includes('777 KB/s')&&document.getElementById('t0').innerText.includes('4,321')");
        Assert.Contains(AlarmText.What(AlarmCode.BudgetSpent), (await browser.AskAsync("document.getElementById('a').innerText")).GetString()!, StringComparison.Ordinal);
        served.Status = Full with { Torrents = [SampleStatus.Torrent("another"), .. Full.Torrents] };
        await browser.UntilAsync("document.getElementById('list').innerText.includes('another')");
        Assert.Equal(1, (await browser.AskAsync("window.mark")).GetInt32());
        Assert.Equal("A", (await browser.AskAsync("document.activeElement.tagName")).GetString());
        await served.DisposeAsync();
        await browser.UntilAsync("!document.getElementById('o').hidden");
    }

    [SkippableFact]
    public async Task Info_hash_is_copied_by_its_button_which_says_so_and_keeps_the_focus()
    {
        await using ServedPage served = await ServedPage.StartAsync(Full);
        await using Chromium browser = await Chromium.StartAsync();
        await browser.OpenAsync(new Uri(served.Url, $"torrents/{SampleStatus.InfoHash}"));
        await browser.AskAsync("const c=document.querySelector('.copy');c.focus();document.addEventListener('copy',()=>window.copied=getSelection().toString());c.click()");
        Assert.Equal(SampleStatus.InfoHash, (await browser.AskAsync("window.copied")).GetString());
        Assert.Equal("Copied", (await browser.AskAsync("document.querySelector('.copy').textContent")).GetString());
        served.Status = Full with { Torrents = [Full.Torrents[0] with { Leechers = 4_321 }, .. Full.Torrents.Skip(1)] };
        await browser.UntilAsync("document.body.innerText.includes('4,321')");
        Assert.Equal("BUTTON", (await browser.AskAsync("document.activeElement.tagName")).GetString());
    }

    [SkippableFact]
    public async Task Two_thousand_torrents_are_searched_while_typing_and_stay_smooth()
    {
        StatusSnapshot many = Full with { Torrents = [.. Enumerable.Range(0, 2_000).Select(i => SampleStatus.Torrent($"film {i:0000}", infoHash: $"{i:x40}"))] };
        await using ServedPage served = await ServedPage.StartAsync(many);
        await using Chromium browser = await Chromium.StartAsync();
        await browser.DressAsync(375, 800, dark: false);
        var watch = Stopwatch.StartNew();
        await browser.OpenAsync(served.Url);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"the page took {watch.Elapsed}");
        // Frames while figures are renewed five times a second: the longest may be missed by a busy machine, not many.
        JsonElement slow = await browser.AskAsync(
            "new Promise(done=>{let n=0,slow=0,last=performance.now();const f=t=>{if(t-last>50)slow++;last=t;++n<60?requestAnimationFrame(f):done(slow)};requestAnimationFrame(f)})");
        Assert.True(slow.GetInt32() <= 6, $"{slow} of 60 frames took more than 50 ms");
        await browser.AskAsync("{const q=document.getElementById('q');q.value='1234';q.dispatchEvent(new Event('input',{bubbles:true}))}");
        await browser.UntilAsync("document.querySelectorAll('li.card').length===1");
        Assert.Equal("film 1234", (await browser.AskAsync("document.querySelector('h2').innerText")).GetString());
        Assert.Equal("?q=1234", (await browser.AskAsync("location.search")).GetString());
        Assert.Empty(browser.Complaints);
    }

    [SkippableFact]
    public async Task List_needs_no_script()
    {
        StatusSnapshot many = Full with { Torrents = [.. Enumerable.Range(0, 120).Select(i => SampleStatus.Torrent($"film {i:000}", infoHash: $"f{i:x39}"))] };
        await using ServedPage served = await ServedPage.StartAsync(many);
        await using Chromium browser = await Chromium.StartAsync();
        await browser.ForbidScriptsAsync();
        await browser.DressAsync(375, 800, dark: false, "id-ID,id;q=0.9");
        await browser.OpenAsync(new Uri(served.Url, "?q=film+0&page=2"));
        string text = (await browser.AskAsync("document.body.innerText")).GetString()!;
        Assert.Contains("film 099", text, StringComparison.Ordinal);
        Assert.Contains("111 dari 120 torrent cocok.", text, StringComparison.Ordinal);
        Assert.Equal("id", (await browser.AskAsync("document.documentElement.lang")).GetString());
        Assert.Equal("/?q=film%200&page=1", (await browser.AskAsync("document.querySelector('nav a').getAttribute('href')")).GetString());
    }

    [SkippableFact]
    public async Task Code_on_the_torrent_page_reads_as_its_address_in_the_dark_too()
    {
        await using ServedPage served = await ServedPage.StartAsync(Full);
        await using Chromium browser = await Chromium.StartAsync();
        await browser.DressAsync(375, 1600, dark: true);
        await browser.OpenAsync(new Uri(served.Url, $"torrents/{SampleStatus.InfoHash}"));
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["pictures"]);
        await File.WriteAllBytesAsync(folder["pictures/page.png"], await browser.PictureAsync());
        Assert.Equal($"{Full.PageUrl}torrents/{SampleStatus.InfoHash}", await CodeReader.ReadAsync(folder["pictures/page.png"]));
    }
}
