using EdgeSeed.Config.Units;
using EdgeSeed.Faces.Preview;
using EdgeSeed.Languages;
using EdgeSeed.Owner;
using EdgeSeed.Status;
using EdgeSeed.Tests.Status;

namespace EdgeSeed.Tests.Browser;

/// <summary>The owner's page in a browser, on a phone, without a script.</summary>
public sealed class OwnerInBrowserTests
{
    private const string Password = "a-long-password";

    private static StatusSnapshot Full => PreviewPages.Alarmed(AlarmCode.DriveErrors) with
    {
        Torrents = [SampleStatus.Torrent("film <b>one</b>"), SampleStatus.Torrent("told", infoHash: new string('b', 40)) with { OtherTrackers = new TrackerReport(Engine.Announcing.AnnounceState.Failing, "udp://t.example:1", null, null, "no answer", 4_000) }],
        Problems = ["/srv/films/x: Permission denied"],
        Budget = new BudgetStatus { LimitBytesPerSecond = 200_000, Hold = new HoldStatus(200_000, 7_000) },
        Drives = [SampleStatus.Drive("STICK", DriveState.Ready) with { Problem = "Reads fail." }],
    };

    [SkippableFact]
    public async Task Every_button_does_what_it_says_without_a_script()
    {
        await using ServedPage served = await ServedPage.StartAsync(Full, PasswordHash.Of(Password).ToString());
        await using Chromium browser = await Chromium.StartAsync();
        await browser.DressAsync(360, 800, dark: false);
        await browser.ForbidScriptsAsync();
        foreach ((string button, OwnerOrder order) in ((string, OwnerOrder)[])[
            ("[value=pause]", new(OwnerVerb.Pause)),
            ("[value=resume]", new(OwnerVerb.Resume)),
            ("[value=limit]", OwnerOrder.Limit("2 MB/s", "5")!),
            ("[value^='recheck ']", OwnerOrder.Parse("recheck " + SampleStatus.InfoHash)!),
            ("[value^='eject ']", new(OwnerVerb.Eject, Full.Drives[0].Id))])
        {
            await browser.OpenAsync(served.WithPassword(Password, "admin"));
            await browser.AskAsync("document.querySelector('#rate').value='2 MB/s';document.querySelector('#hours').value='5'");
            int before = served.Orders.Count;
            await browser.AskAsync($"document.title='left';document.querySelector(\"button{button}\").click()");
            await browser.UntilAsync("document.title!=='left'&&document.readyState==='complete'&&!!document.querySelector('[name=token]')");
            Assert.Equal(before + 1, served.Orders.Count);
            Assert.Equal(order, served.Orders[^1]);
        }
        // What was refused is said.
        Assert.Contains("no, not now", (await browser.AskAsync("document.body.innerText")).GetString()!, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Page_can_be_read_by_everybody_in_every_language()
    {
        await using ServedPage served = await ServedPage.StartAsync(Full, PasswordHash.Of(Password).ToString());
        await using Chromium browser = await Chromium.StartAsync();
        foreach (Language language in Language.All)
            foreach ((int width, int height, bool dark) in ((int, int, bool)[])[(360, 800, true), (1280, 900, false)])
            {
                await browser.DressAsync(width, height, dark, language.Tag);
                await browser.OpenAsync(served.WithPassword(Password, "admin"));
                Assert.Equal("[]", (await browser.AskAsync(Checks.Contrast)).GetString());
                Assert.Equal("[]", (await browser.AskAsync(Checks.Structure)).GetString());
                Assert.Equal(width, (await browser.AskAsync("document.documentElement.scrollWidth")).GetInt32());
                string text = (await browser.AskAsync("document.body.innerText")).GetString()!;
                foreach (string said in (string[])["film <b>one</b>", "no answer", "/srv/films/x: Permission denied", "Reads fail.", "/run/edgeseed/drives/STICK", System.Text.Encoding.UTF8.GetString(language.OwnerView)])
                    Assert.Contains(said, text, StringComparison.Ordinal);
            }
        Assert.Empty(browser.Complaints);
    }

    [SkippableFact]
    public async Task Figures_follow_the_service_and_what_is_typed_stays()
    {
        await using ServedPage served = await ServedPage.StartAsync(Full, PasswordHash.Of(Password).ToString());
        await using Chromium browser = await Chromium.StartAsync();
        await browser.OpenAsync(served.WithPassword(Password, "admin"));
        await browser.AskAsync("document.querySelector('#rate').value='7 MB/s'");
        served.Status = Full with { Problems = ["something else is wrong"] };
        await browser.UntilAsync("document.body.innerText.includes('something else is wrong')");
        Assert.Equal("7 MB/s", (await browser.AskAsync("document.querySelector('#rate').value")).GetString());
        Assert.Empty(browser.Complaints);
    }
}
