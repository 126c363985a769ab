using EdgeSeed.Library;
using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using Microsoft.Extensions.Time.Testing;

namespace EdgeSeed.Tests.Library;

public sealed class SettlingTableTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly HashSet<string> _written = [];
    private readonly SettlingTable _table;
    private long _activity;
    private long _changed;

    public SettlingTableTests() => _table = new SettlingTable(_time, path => _written.Contains(path.ToString()));

    [Fact]
    public void New_content_is_waited_for_until_it_has_been_left_alone()
    {
        Assert.Equal(SettlingTable.Quiet, Look());
        Pass(5);
        Write();
        Assert.Equal(SettlingTable.Quiet.TotalSeconds, Look().TotalSeconds, 0.01);
        Pass(7);
        Assert.Equal(1, Look().TotalSeconds, 0.01);
        Pass(1);
        Assert.Equal(TimeSpan.Zero, Look());
    }

    [Fact]
    public void What_was_there_at_the_start_is_looked_at_twice_only()
    {
        long before = Now - 3 * FileStamp.NanosecondsPerSecond;
        Assert.Equal(TimeSpan.Zero, _table.Look(Listing(before), isAtStart: true));
        Assert.Equal(SettlingTable.QuietAtStart, _table.Look(Listing(Now, name: "young"), isAtStart: true));
        Pass(1);
        Assert.Equal(TimeSpan.Zero, _table.Look(Listing(Now - FileStamp.NanosecondsPerSecond, name: "young"), isAtStart: true));
    }

    [Fact]
    public void What_was_written_after_the_start_is_new_whenever_it_is_met()
    {
        Pass(1);
        Assert.Equal(SettlingTable.Quiet, _table.Look(Listing(Now), isAtStart: true));
    }

    [Fact]
    public void The_wait_outlasts_every_pause_that_was_seen()
    {
        Assert.NotEqual(TimeSpan.Zero, Look());
        for (int i = 0; i < 3; i++)
        {
            Pass(7);
            Look();
            Write();
            Look();
        }
        Pass(8);
        Assert.NotEqual(TimeSpan.Zero, Look());
        Pass(3);
        Assert.Equal(TimeSpan.Zero, Look());
    }

    [Fact]
    public void Whoever_keeps_it_open_may_be_silent_for_long_and_is_not_waited_for_any_longer_once_it_is_closed()
    {
        _written.Add("/lib/film");
        Assert.NotEqual(TimeSpan.Zero, Look());
        for (int i = 0; i < 3; i++)
        {
            Pass(40);
            Assert.NotEqual(TimeSpan.Zero, Look());
            Assert.True(_table.Stir(LocalPath.FromString("/lib/film")));
        }
        _written.Clear();
        Pass(20);
        Assert.True(_table.Stir(LocalPath.FromString("/lib/film")));
        Assert.Equal(SettlingTable.Quiet, Look());
        Pass(8);
        Assert.Equal(TimeSpan.Zero, Look());
    }

    [Fact]
    public void What_is_never_closed_is_published_in_the_end()
    {
        _written.Add("/lib/film");
        Look();
        Pass(SettlingTable.QuietWhileOpen.TotalSeconds);
        Assert.Equal(TimeSpan.Zero, Look());
    }

    [Fact]
    public void What_says_that_there_is_more_to_come_is_waited_for_and_then_taken_as_it_is()
    {
        Look();
        Pass(8);
        Assert.Equal(TimeSpan.Zero, Look());
        Assert.Equal(SettlingTable.QuietWhileOpen.TotalSeconds - 8, Hold().TotalSeconds, 0.01);
        Pass(20);
        Write();
        Assert.NotEqual(TimeSpan.Zero, Look());
        Pass(8);
        Assert.Equal(TimeSpan.Zero, Look());
        Assert.NotEqual(TimeSpan.Zero, Hold());
        Pass(SettlingTable.QuietWhileOpen.TotalSeconds - 8);
        Assert.Equal(TimeSpan.Zero, Look());
        Assert.Equal(TimeSpan.Zero, Hold());
    }

    [Fact]
    public void Folder_with_an_unfinished_file_in_it_is_not_finished()
    {
        Assert.NotEqual(TimeSpan.Zero, Look(hasUnfinished: true));
        Pass(60);
        Assert.NotEqual(TimeSpan.Zero, Look(hasUnfinished: true));
        Assert.NotEqual(TimeSpan.Zero, Look(hasUnfinished: false, changed: true));
        Pass(8);
        Assert.Equal(TimeSpan.Zero, Look());
    }

    [Fact]
    public void What_was_not_finished_at_the_start_is_waited_for_unless_it_is_left_over()
    {
        long minuteAgo = Now - 60 * FileStamp.NanosecondsPerSecond;
        Assert.Equal(240, _table.Look(Listing(minuteAgo, hasUnfinished: true), isAtStart: true).TotalSeconds, 0.01);
        Assert.Equal(TimeSpan.Zero, _table.Look(Listing(Now - 600 * FileStamp.NanosecondsPerSecond, "old", hasUnfinished: true), isAtStart: true));
    }

    [Fact]
    public void What_changes_again_and_again_becomes_a_few_torrents_and_no_chain()
    {
        Look();
        Pass(8);
        Assert.Equal(TimeSpan.Zero, Look());
        int published = 0;
        // A line every ten minutes, for a day.
        for (int i = 0; i < 144; i++)
        {
            if (IsQuiet())
            {
                published++;
                _table.Publish(Place());
                _table.Overtake(Place());
            }
            else
            {
                _table.Stir(LocalPath.FromString("/lib/film"));
            }
            Write();
            Pass(600);
        }
        Assert.InRange(published, 2, 6);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(30)]
    [InlineData(3600)]
    public void What_is_replaced_after_it_was_published_is_waited_for_no_longer_than_what_is_new(int after)
    {
        Look();
        Pass(8);
        Assert.Equal(TimeSpan.Zero, Look());
        _table.Publish(Place());
        Pass(after);
        _table.Overtake(Place());
        Write();
        Assert.Equal(SettlingTable.Quiet, Look());
        Pass(8);
        Assert.Equal(TimeSpan.Zero, Look());
    }

    [Fact]
    public void What_is_closed_and_quiet_is_hashed_ahead_but_not_again_and_again()
    {
        _written.Add("/lib/film");
        Look();
        Pass(3);
        Look();
        Assert.False(_table.MayHashAhead(Place(), isBegun: true));
        _written.Clear();
        for (int i = 0; i < SettlingTable.MaxAhead; i++)
        {
            Write();
            Look();
            Assert.False(_table.MayHashAhead(Place(), isBegun: true));
            Pass(1);
            Look();
            Assert.True(_table.MayHashAhead(Place(), isBegun: false));
            Assert.True(_table.MayHashAhead(Place(), isBegun: true));
        }
        Pass(1);
        Assert.False(_table.MayHashAhead(Place(), isBegun: true));
        Pass(60);
        Assert.Equal(TimeSpan.Zero, Look());
        _table.Publish(Place());
        _table.Overtake(Place());
        Pass(1);
        Assert.True(_table.MayHashAhead(Place(), isBegun: true));
    }

    [Fact]
    public void What_is_published_and_did_not_change_is_not_remembered()
    {
        _table.Look(Listing(Now - FileStamp.NanosecondsPerSecond / 4), isAtStart: true);
        Pass(1);
        _table.Publish(Place());
        Assert.False(_table.Stir(LocalPath.FromString("/lib/film")));
        Assert.Equal(TimeSpan.Zero, _table.Left(Place()));
    }

    [Fact]
    public void Files_from_the_future_are_waited_for_by_our_own_clock()
    {
        Assert.Equal(SettlingTable.Quiet, _table.Look(Listing(long.MaxValue), isAtStart: false));
        Pass(8);
        Assert.Equal(TimeSpan.Zero, _table.Look(Listing(long.MaxValue), isAtStart: false));
    }

    private long Now => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    private bool IsQuiet() => Look() == TimeSpan.Zero;

    private void Pass(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private void Write()
    {
        _activity++;
        _changed = Now;
    }

    private TimeSpan Look(bool hasUnfinished = false, bool changed = false)
    {
        if (changed || _changed == 0) Write();
        return _table.Look(Listing(_changed, hasUnfinished: hasUnfinished), isAtStart: false);
    }

    private TimeSpan Hold() => _table.Hold(Listing(_changed));

    private static ContentLocation Place(string name = "film")
    {
        _ = SafePath.TryParse(name, out SafePath path);
        return new ContentLocation(LocalPath.FromString("/lib"), path);
    }

    private ContentListing Listing(long latest, string name = "film", bool hasUnfinished = false) => new()
    {
        Location = Place(name),
        IsSingleFile = true,
        Files = [],
        TotalLength = 1,
        Skipped = [],
        SkippedCount = 0,
        LatestChange = latest,
        Activity = _activity,
        HasUnfinished = hasUnfinished,
    };
}
