using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.Tests.Disks;

public class DriveWindowsTests
{
    private const long MiB = 1024 * 1024;

    private readonly List<ReadWindow> _read = [];
    private readonly TorrentState _torrent = Torrent(0);
    private readonly CacheAllowance _allowance = new(32 * MiB, 64 * MiB);
    private readonly DriveWindows _windows;

    public DriveWindowsTests() => _windows = new DriveWindows(_allowance, _read.Add);

    [Fact]
    public void Windows_of_a_sweep_are_read_in_the_order_in_which_they_lie()
    {
        foreach (long at in (long[])[9, 2, 7, 4, 1, 8]) Want(at);
        ReadAll();
        Assert.Equal([1, 2, 4, 7, 8, 9], _read.Select(window => window.From / MiB));
    }

    [Fact]
    public void Who_comes_while_a_sweep_is_full_is_read_with_the_next()
    {
        for (long at = 100; at < 100 + DriveWindows.MaxSweep; at++) Want(at);
        Want(1);
        ReadAll();
        Assert.Equal(1, _read[^1].From / MiB);
    }

    [Fact]
    public void Window_that_was_lost_is_read_again_before_those_that_wait()
    {
        for (long at = 100; at < 150; at++) Want(at);
        _windows.Submit();
        _windows.Want(_torrent, 5 * MiB, 6 * MiB, isAgain: true);
        Complete(_read[0]);
        _windows.Submit();
        Assert.Equal(5, _read[^1].From / MiB);
    }

    [Fact]
    public void Nobody_waits_longer_than_those_who_came_before_take()
    {
        var random = new Random(17);
        int behind = 0;
        ReadWindow patient = Want(500);
        for (int i = 0; patient.Stage == WindowStage.Waiting; i++)
        {
            // Others keep coming, all of them nearer to the head.
            Want(random.Next(0, 400) + 1000 * i);
            _windows.Submit();
            if (_read.Count > 0 && _read[^1].Stage == WindowStage.UnderWay) Complete(_read[^1]);
            behind++;
        }
        Assert.InRange(behind, 0, DriveWindows.MaxSweep);
    }

    [Fact]
    public void No_more_windows_stand_than_the_cache_keeps()
    {
        for (long at = 0; at < 200; at++) _windows.Enter(Want(2 * at));
        for (int i = 0; i < 300; i++)
        {
            _windows.Submit();
            if (_read.Find(window => window.Stage == WindowStage.UnderWay) is { } next) Complete(next);
            Assert.InRange(_windows.Standing, 0, _allowance.Bytes);
        }
        Assert.Equal(32, _read.Count);
        _windows.Leave(_read[0]);
        _windows.Submit();
        Assert.Equal(33, _read.Count);
    }

    [Fact]
    public void Window_longer_than_the_allowance_is_read_alone()
    {
        while (_allowance.Bytes > CacheAllowance.Least) _allowance.Lost();
        ReadWindow large = _windows.Want(_torrent, 0, 20 * MiB);
        Want(50);
        _windows.Submit();
        Assert.Same(large, Assert.Single(_read));
    }

    [Fact]
    public void Window_ends_where_another_begins()
    {
        Want(3);
        ReadWindow window = _windows.Want(_torrent, 2 * MiB + 5, 9 * MiB);
        Assert.Equal((2 * MiB + 5, 3 * MiB), (window.From, window.To));
        Assert.Same(window, _windows.Find(_torrent, 3 * MiB - 1));
        Assert.Null(_windows.Find(Torrent(1), 3 * MiB - 1));
    }

    [Fact]
    public void Window_that_nobody_waits_for_any_more_is_not_read()
    {
        ReadWindow window = Want(3);
        _windows.Enter(window);
        _windows.Leave(window);
        ReadAll();
        Assert.Empty(_read);
        Assert.Equal(WindowStage.Gone, window.Stage);
    }

    [Fact]
    public void Lost_window_takes_from_the_allowance_and_is_found_no_more()
    {
        ReadWindow window = Want(3);
        _windows.Enter(window);
        ReadAll();
        long before = _allowance.Bytes;
        _windows.Lost(window, now: 60_000);
        Assert.True(_allowance.Bytes < before);
        Assert.Null(_windows.Find(_torrent, 3 * MiB));
        Assert.Equal((0L, 1L), (_windows.Standing, _windows.Counters.Lost));
        _windows.Leave(window);
        Assert.Equal(0, _windows.Standing);
    }

    [Fact]
    public void Part_of_a_window_that_is_late_takes_nothing_from_the_allowance()
    {
        ReadWindow window = Want(3);
        _windows.Enter(window);
        ReadAll();
        long before = _allowance.Bytes;
        _windows.Lost(window, now: 1);
        Assert.Equal((before, 0L, 0L), (_allowance.Bytes, _windows.Counters.Lost, _windows.Standing));
    }

    [Fact]
    public void Windows_are_shorter_where_many_stand_and_a_short_one_is_read_when_the_drive_has_nothing_else_to_do()
    {
        while (_allowance.Bytes > CacheAllowance.Least) _allowance.Lost();
        int read = 0;
        for (long at = 0; at < 100; at++)
        {
            ReadWindow window = _windows.Want(_torrent, at * MiB, at * MiB + Math.Min(MiB, _windows.WindowBytes));
            _windows.Enter(window);
            ReadAll();
            if (window.Stage == WindowStage.Ready) read++;
        }
        Assert.Equal(100, read);
        Assert.InRange(_read[7].Length, DriveModel.LeastWindowBytes, MiB - 1);
    }

    [Fact]
    public void Long_windows_are_read_in_part_where_others_keep_theirs_for_ever()
    {
        while (_allowance.Bytes > CacheAllowance.Least) _allowance.Lost();
        List<ReadWindow> all = [.. Enumerable.Range(0, 20).Select(i => Want(i))];
        foreach (ReadWindow window in all) _windows.Enter(window);
        ReadAll();
        Assert.Equal(8, all.Count(window => window.Stage == WindowStage.Ready));
        // A second in which some were read is none in which they waited in vain.
        _windows.Tick();
        ReadAll();
        Assert.Equal(8, all.Count(window => window.Stage == WindowStage.Ready));
        for (int second = 0; second < 4; second++)
        {
            _windows.Tick();
            ReadAll();
        }
        Assert.All(all, window => Assert.Equal(WindowStage.Ready, window.Stage));
        Assert.Equal((MiB, (long)DriveModel.LeastWindowBytes), (all[7].Length, all[8].Length));
        Assert.False(all[8].Covers(_torrent, all[8].To));
        Assert.Equal(all.Sum(window => window.Length), _windows.Standing);
    }

    [Fact]
    public void Kept_windows_add_to_the_allowance_where_it_was_needed()
    {
        long before = _allowance.Bytes;
        _allowance.Kept(MiB, standing: before / 4);
        Assert.Equal(before, _allowance.Bytes);
        for (int i = 0; i < 1000; i++) _allowance.Kept(MiB, _allowance.Bytes);
        Assert.Equal(64 * MiB, _allowance.Bytes);
    }

    private static TorrentState Torrent(long order)
    {
        var layout = new TorrentLayout(4000 * MiB, (int)MiB);
        return new TorrentState(
            new SeedTorrent { InfoHash = SessionFixture.Hash((byte)order), Layout = layout, Verified = new Bitfield(layout.PieceCount), Content = new PatternBlocks(layout.TotalLength) },
            new EngineOptions())
        { Order = order };
    }

    private ReadWindow Want(long mebibyte) => _windows.Want(_torrent, mebibyte * MiB, (mebibyte + 1) * MiB);

    private void Complete(ReadWindow window)
    {
        var job = new WindowJob(window, TimeProvider.System);
        job.Announce();
        job.Run();
        _windows.Complete(job, 0);
    }

    private void ReadAll()
    {
        _windows.Submit();
        for (int i = 0; i < _read.Count; i++)
        {
            Complete(_read[i]);
            _windows.Submit();
        }
    }
}
