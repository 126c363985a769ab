using EdgeSeed.Config;
using EdgeSeed.Config.Binding;
using EdgeSeed.Config.Units;
using EdgeSeed.Faces;
using EdgeSeed.Faces.Pages;
using EdgeSeed.Hardware.Leds;
using EdgeSeed.Status;
using Microsoft.Extensions.Time.Testing;

namespace EdgeSeed.Tests.Faces;

public sealed class RefusedConfigTests : IDisposable
{
    private const string Leds = "[hardware.leds]\nstatus = \"board:no-such-led\"\nattention = \"gpio:17\"\n[hardware.display]\nmodel = \"sh1106-128x64\"\nbus = 254\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("[seeder]\nuplaod = \"4 KB/s\"\n" + Leds)]
    [InlineData("[seeder]\nupload = \"4 parsecs\"\n" + Leds)]
    [InlineData("[seeder]\nupload = \"4 KB/s\n" + Leds)]
    [InlineData("[seeder\n" + Leds)]
    [InlineData(Leds + "[web]\nenabled = maybe\n")]
    public void Hardware_is_read_around_a_mistake_and_says_so(string text)
    {
        ConfigResult refused = ConfigLoader.Parse(text, "/etc/edgeseed/seed.toml", []);
        Assert.Null(refused.Config);
        Assert.Equal(new LedTarget(17, null), refused.Readable.Leds.Attention);
        Assert.Equal(DisplayModel.Sh1106, refused.Readable.Display.Model);

        StatusSnapshot status = RefusedConfig.Status(refused, TimeProvider.System);
        Assert.Equal(BlinkPattern.Counted(1), LedLanguage.Attention(status));
        Assert.Equal(BlinkPattern.Counted(1), LedLanguage.Status(status, hasActivity: false, hasAttention: false));
        Assert.Contains("seed.toml:", Assert.Single(status.Alarms).Detail, StringComparison.Ordinal);
        var turner = new PageTurner(TimeSpan.FromSeconds(2), lettersATurn: 72);
        for (int second = 0; second < 60; second++) Assert.Equal(PageKind.Alarm, turner.Choose(status, TimeSpan.FromSeconds(second), isNext: false).Kind);
    }

    [Fact]
    public async Task It_is_shown_until_the_file_is_edited()
    {
        string file = _folder["seed.toml"];
        await File.WriteAllTextAsync(file, Leds + "mistake = 1\n");
        Task shown = RefusedConfig.ShowAsync(file, ConfigLoader.Load(file, []), new FakeTimeProvider(), CancellationToken.None);
        Assert.False(shown.IsCompleted);
        await File.WriteAllTextAsync(file, Leds);
        await shown.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("mistake = 1\n")]
    [InlineData("")]
    public void Nothing_is_shown_where_there_is_nothing_to_show_it_on_or_no_mistake(string text)
    {
        ConfigResult read = ConfigLoader.Parse(text, _folder["seed.toml"], []);
        Assert.True(RefusedConfig.ShowAsync(_folder["seed.toml"], read, new FakeTimeProvider(), CancellationToken.None).IsCompletedSuccessfully);
    }
}
