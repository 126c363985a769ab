using EdgeSeed.Downloads;
using EdgeSeed.Engine.Downloads;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Protocol.Torrents;
using Microsoft.Extensions.Time.Testing;

namespace EdgeSeed.Tests.Downloads;

public sealed class GetMeterTests
{
    [Fact]
    public void Download_that_goes_on_counts_what_was_there_before()
    {
        var time = new FakeTimeProvider();
        var meter = new GetMeter(time);
        GetReading first = Read(meter, received: 0, left: 400);
        Assert.Equal((1000, 600, 0.6), (first.Total, first.Done, first.Fraction));
        Assert.Equal("600 bytes of 1 KB", first.Amount);

        time.Advance(TimeSpan.FromSeconds(10));
        GetReading second = Read(meter, received: 300, left: 100);
        Assert.Equal((1000, 900), (second.Total, second.Done));
        // What came in this run alone makes the rate, and with it the time that is left.
        Assert.InRange(second.DownRate, 20, 30);
        Assert.InRange(second.TimeLeft!.Value.TotalSeconds, 3, 5);
    }

    private static GetReading Read(GetMeter meter, long received, long left)
    {
        var download = new DownloadStatus
        {
            ReceivedBytes = received,
            WastedBytes = 0,
            LeftBytes = left,
            WantedBytes = 1000,
            FailedPieces = 0,
            BannedPeers = 0,
            GivingPeers = 1,
            Verified = new Bitfield(10),
            ActivePieces = [],
        };
        var torrent = new TorrentStatus(default, 7, 10, 0, 4, 2, 1, 0, null, false) { Download = download };
        return meter.Read(torrent);
    }
}
