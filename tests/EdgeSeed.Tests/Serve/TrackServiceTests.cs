using System.Text;
using EdgeSeed.Serve;
using EdgeSeed.Tests.Common;

namespace EdgeSeed.Tests.Serve;

public sealed class TrackServiceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Policy_of_a_tracker_alone_is_no_edit_of_the_file()
    {
        string file = _folder.Write("seed.toml", "[tracker]\ninterval = \"10m\"\n"u8.ToArray());
        using var log = new RecordingLog();
        await using Service service = await TrackService.StartAsync(
            RunningService.Settings(_folder["state"], _folder["data"], "--config", file), TimeProvider.System, log);
        await File.WriteAllTextAsync(file, "[tracker]\ninterval = \"20m\"\n", Encoding.UTF8);
        await Eventually.IsAsync(() => log.Text.Contains("Configuration read again: tracker.interval", StringComparison.Ordinal));
        Assert.DoesNotContain("tracker.policy", log.Text, StringComparison.Ordinal);
    }
}
