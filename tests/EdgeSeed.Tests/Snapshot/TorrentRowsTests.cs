using System.Diagnostics;
using System.Globalization;
using EdgeSeed.Config;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Protocol;
using EdgeSeed.Snapshot;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using Microsoft.Extensions.Time.Testing;

namespace EdgeSeed.Tests.Snapshot;

public sealed class TorrentRowsTests
{
    private const int Many = 10_000;

    private static readonly SeedConfig s_config = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Ten_thousand_idle_torrents_cost_nothing_more_a_second()
    {
        LibraryEntry[] entries = [.. Enumerable.Range(0, Many).Select(Entry)];
        TorrentStatus[] served = [];
        var rows = new TorrentRows(_time, null, null);
        IReadOnlyList<PublishedTorrent> first = rows.Read(entries, served, 1, null, s_config);
        Assert.Equal(Many, first.Count);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        IReadOnlyList<PublishedTorrent> second = rows.Read(entries, served, 2, null, s_config);
        Assert.Same(first, second);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000, "it allocates");
        Assert.True(watch.Elapsed < TimeSpan.FromMilliseconds(100), $"it took {watch.Elapsed}");
    }

    [Fact]
    public void Torrent_that_is_busy_is_the_only_one_made_anew_and_the_list_before_stays()
    {
        LibraryEntry[] entries = [.. Enumerable.Range(0, 3).Select(Entry)];
        var rows = new TorrentRows(_time, null, null);
        IReadOnlyList<PublishedTorrent> first = rows.Read(entries, [.. entries.Select(entry => Served(entry, 0))], 1, null, s_config);
        rows.Read(entries, [Served(entries[0], 0), Served(entries[1], 1_000), Served(entries[2], 0)], 2, null, s_config);
        _time.Advance(TimeSpan.FromSeconds(2));
        IReadOnlyList<PublishedTorrent> third = rows.Read(entries, [Served(entries[0], 0), Served(entries[1], 5_000), Served(entries[2], 0)], 4, null, s_config);
        Assert.Equal((0L, 0L), (first[1].UploadedBytes, first[1].UploadBytesPerSecond));
        Assert.Equal((5_000L, 2_000L), (third[1].UploadedBytes, third[1].UploadBytesPerSecond));
        Assert.Same(first[0], third[0]);
        Assert.Same(first[2], third[2]);
    }

    [Fact]
    public void Torrents_that_come_and_go_keep_their_figures_by_info_hash()
    {
        LibraryEntry[] entries = [.. Enumerable.Range(0, 2).Select(Entry)];
        var rows = new TorrentRows(_time, null, null);
        rows.Read(entries, [Served(entries[1], 4_000)], 1, null, s_config);
        _time.Advance(TimeSpan.FromSeconds(1));
        PublishedTorrent left = Assert.Single(rows.Read([entries[1]], [Served(entries[1], 5_000)], 2, null, s_config));
        Assert.Equal(("000001", 5_000L, 1_000L), (left.Name, left.UploadedBytes, left.UploadBytesPerSecond));
        Assert.Equal(entries[1].InfoHash.ToString(), left.InfoHash);
    }

    [Fact]
    public void Magnet_links_follow_the_address_of_our_tracker()
    {
        LibraryEntry[] entries = [Entry(1) with { MagnetTrackers = ["http://named.example/announce", ""] }, Entry(2) with { MagnetTrackers = [] }];
        var rows = new TorrentRows(_time, null, null);
        Assert.DoesNotContain("own", rows.Read(entries, [], 1, null, s_config)[0].Magnet, StringComparison.Ordinal);
        IReadOnlyList<PublishedTorrent> first = rows.Read(entries, [], 1, "http://own-1/announce", s_config);
        Assert.EndsWith("&tr=http%3A%2F%2Fnamed.example%2Fannounce&tr=http%3A%2F%2Fown-1%2Fannounce", first[0].Magnet, StringComparison.Ordinal);
        Assert.Same(first, rows.Read(entries, [], 1, "http://own-1/announce", s_config));
        IReadOnlyList<PublishedTorrent> second = rows.Read(entries, [], 1, "http://own-2/announce", s_config);
        Assert.EndsWith("&tr=http%3A%2F%2Fown-2%2Fannounce", second[0].Magnet, StringComparison.Ordinal);
        Assert.DoesNotContain("&tr=", second[1].Magnet, StringComparison.Ordinal);
    }

    private static LibraryEntry Entry(int number)
    {
        Assert.True(InfoHash.TryParse(number.ToString("x8", CultureInfo.InvariantCulture).PadRight(40, '0'), out InfoHash hash));
        string name = number.ToString("000000", CultureInfo.InvariantCulture);
        return new LibraryEntry
        {
            Root = "/data",
            Data = new ContentLocation(LocalPath.FromString("/data/" + name)),
            NameBytes = new ByteText(name),
            InfoHash = hash,
            SizeBytes = 1_000,
            State = TorrentPhase.Seeding,
        };
    }

    private static TorrentStatus Served(LibraryEntry entry, long uploaded) => new(entry.InfoHash!.Value, uploaded, 1, 1, 0, 0, 0, 0, null, false);
}
