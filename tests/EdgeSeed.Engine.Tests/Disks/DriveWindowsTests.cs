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
    private readonly PatternBlocks _disk = new(4000 * MiB);
    private readonly TorrentState _torrent;
    private readonly CacheAllowance _allowance = new(32 * MiB, 64 * MiB);
    private readonly DriveWindows _windows;

    public DriveWindowsTests() => (_windows, _torrent) = (new DriveWindows(_allowance, _read.Add), Torrent(0, _disk));

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
        while (_allowance.Bytes > CacheAllowance.Least) _allowance.Lost(MiB, isBusy: true);
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
        Assert.Null(_windows.Find(Torrent(1, _disk), 3 * MiB - 1));
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
        Want(500);
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
        while (_allowance.Bytes > CacheAllowance.Least) _allowance.Lost(MiB, isBusy: true);
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

    [Theory]
    [InlineData(10, true)]
    [InlineData(0, false)]
    public void Window_lost_while_nobody_waits_for_the_drive_takes_its_length_where_all_had_to_be_read_again(int milliseconds, bool isAllGone)
    {
        for (long at = 100; at < 120; at++) ReadSlowly(() => Want(at));
        ReadWindow window = Want(3);
        _windows.Enter(window);
        ReadAll();
        long before = _allowance.Bytes;
        _windows.Lost(window, now: 60_000);
        Assert.Equal(before, _allowance.Bytes);
        ReadSlowly(() => _windows.Want(_torrent, 3 * MiB, 4 * MiB, isAgain: true), milliseconds);
        Assert.Equal(before - (isAllGone ? MiB : 0), _allowance.Bytes);
    }

    [Fact]
    public void Windows_of_a_slow_line_stay_whole_though_one_of_seven_is_lost_before_it_is_sent()
    {
        // As where the kernel takes back what was not used for a while: nobody waits for the drive, and twenty peers keep theirs for long.
        var standing = new Queue<ReadWindow>();
        for (int i = 0; i < 400; i++)
        {
            ReadWindow window = _windows.Want(_torrent, 2 * i * MiB, 2 * i * MiB + Math.Min(MiB, _windows.WindowBytes));
            _windows.Enter(window);
            ReadAll();
            Assert.Equal(MiB, window.Length);
            standing.Enqueue(window);
            if (standing.Count < 20) continue;
            ReadWindow last = standing.Dequeue();
            if (i % 7 == 0) _windows.Lost(last, now: 60_000);
            _windows.Leave(last);
            if (i % 7 == 0) ReadSlowly(() => _windows.Want(_torrent, last.From, last.To, isAgain: true));
        }
    }

    [Fact]
    public void Allowance_grows_slowly_where_it_was_too_much()
    {
        while (_allowance.Bytes < 48 * MiB) _allowance.Kept(MiB, _allowance.Bytes);
        _allowance.Lost(MiB, isBusy: true);
        long after = _allowance.Bytes;
        for (int i = 0; i < 100; i++) _allowance.Kept(MiB, _allowance.Bytes);
        Assert.InRange(_allowance.Bytes, after + MiB, 40 * MiB);
    }

    [Fact]
    public void Long_windows_are_read_in_part_where_others_keep_theirs_for_ever()
    {
        while (_allowance.Bytes > CacheAllowance.Least) _allowance.Lost(MiB, isBusy: true);
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

    private static TorrentState Torrent(long order, PatternBlocks disk)
    {
        var layout = new TorrentLayout(disk.TotalLength, (int)MiB);
        return new TorrentState(
            new SeedTorrent { InfoHash = SessionFixture.Hash((byte)order), Layout = layout, Verified = new Bitfield(layout.PieceCount), Content = disk },
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

    /// <summary>Reads a window as a disk does: 9 ms until its first byte, then so long for the rest.</summary>
    private void ReadSlowly(Func<ReadWindow> want, int milliseconds = 10)
    {
        var clock = new ManualClock();
        ReadWindow window = want();
        _windows.Submit();
        var job = new WindowJob(window, clock);
        job.Announce();
        int reads = 0;
        _disk.Reading = () => clock.Advance(TimeSpan.FromMilliseconds(reads++ switch { 0 => 9, 1 => milliseconds, _ => 0 }));
        job.Run();
        _disk.Reading = static () => { };
        _windows.Complete(job, 0);
        _windows.Submit();
    }

    private void ReadAll()
    {
        _windows.Submit();
        for (int i = 0; i < _read.Count; i++)
        {
            if (_read[i].Stage == WindowStage.UnderWay) Complete(_read[i]);
            _windows.Submit();
        }
    }
}
