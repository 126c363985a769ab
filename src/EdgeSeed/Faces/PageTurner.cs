using EdgeSeed.Faces.Pages;
using EdgeSeed.Status;

namespace EdgeSeed.Faces;

/// <summary>
/// Chooses the page: all of them in turn, and while there are alarms every other one is an alarm. What has just happened comes at once:
/// a new alarm, a drive that is asked to go or may be pulled. Not for several threads.
/// </summary>
/// <param name="pageTime">How long each is shown, at the least.</param>
/// <param name="lettersATurn">About how much of a long text fits at a time.</param>
internal sealed class PageTurner(TimeSpan pageTime, int lettersATurn)
{
    /// <summary>How long text that is too long for a page stands before it turns over.</summary>
    public static readonly TimeSpan TurnTime = TimeSpan.FromSeconds(4);

    /// <summary>Drives and problems that get a page each; the web page lists more.</summary>
    public const int MaxDrives = 4, MaxProblems = 3;

    private readonly List<Page> _pages = [];
    private int _step = -1;
    private Page _page = new(PageKind.Starting);
    private TimeSpan _since;
    private int _alarms;
    private DriveState[] _drives = [];

    /// <summary>How often the page's text has turned over.</summary>
    public int Turn { get; private set; }

    /// <summary>The page to show now.</summary>
    /// <param name="status">The snapshot.</param>
    /// <param name="now">The time, on any clock that never goes back.</param>
    /// <param name="isNext">Whether the button asks for the next page.</param>
    public Page Choose(StatusSnapshot status, TimeSpan now, bool isNext)
    {
        if (status.Phase == ServicePhase.Stopping) return new Page(PageKind.Stopping);
        List(status);
        if (News(status) is { } news)
        {
            // After an alarm comes a page, not an alarm again.
            if (news.Kind == PageKind.Alarm) _step = (_step + 1) / 2 * 2;
            Show(news, now);
        }
        else if (isNext || now - _since >= PageTime(status) || _page.Kind == PageKind.Starting)
        {
            _step++;
            Show(At(status), now);
        }
        Turn = (int)((now - _since) / TurnTime);
        return _page;
    }

    /// <summary>An alarm stays until all of its text was to be seen.</summary>
    private TimeSpan PageTime(StatusSnapshot status)
    {
        if (_page.Kind != PageKind.Alarm || _page.Index >= status.Alarms.Count) return pageTime;
        TimeSpan needed = TurnTime * Math.Ceiling((double)PageArt.Words(status.Alarms[_page.Index]).Length / lettersATurn);
        return needed > pageTime ? needed : pageTime;
    }

    private void Show(Page page, TimeSpan now) => (_page, _since) = (page, now);

    private Page At(StatusSnapshot status)
    {
        int alarms = status.Alarms.Count;
        if (alarms == 0) return _pages[_step % _pages.Count];
        // Before it has begun there is nothing else to say.
        if (status.Phase == ServicePhase.Starting) return new Page(PageKind.Alarm, _step % alarms);
        return _step % 2 == 0 ? new Page(PageKind.Alarm, _step / 2 % alarms) : _pages[_step / 2 % _pages.Count];
    }

    private void List(StatusSnapshot status)
    {
        _pages.Clear();
        if (status.Hashing is not null) _pages.Add(new Page(PageKind.Hashing));
        if (!status.Network.IsMissing) _pages.Add(new Page(PageKind.Address));
        _pages.Add(new Page(PageKind.Rate));
        _pages.Add(new Page(PageKind.Torrents));
        _pages.Add(new Page(PageKind.Peers));
        for (int drive = 0; drive < Math.Min(MaxDrives, status.Drives.Count); drive++) _pages.Add(new Page(PageKind.Drive, drive));
        for (int problem = 0; problem < Math.Min(MaxProblems, status.Problems.Count); problem++) _pages.Add(new Page(PageKind.Problem, problem));
    }

    /// <summary>The page of what is new since the last snapshot; null when nothing is.</summary>
    private Page? News(StatusSnapshot status)
    {
        Page? news = null;
        int alarms = 0;
        for (int i = 0; i < status.Alarms.Count; i++)
        {
            int bit = 1 << (int)status.Alarms[i].Code;
            if ((_alarms & bit) == 0) news ??= new Page(PageKind.Alarm, i);
            alarms |= bit;
        }
        _alarms = alarms;

        if (_drives.Length != status.Drives.Count) _drives = new DriveState[status.Drives.Count];
        for (int i = 0; i < _drives.Length; i++)
        {
            DriveState state = status.Drives[i].State;
            if (state != _drives[i] && state is DriveState.Mounting or DriveState.Ejecting or DriveState.SafeToRemove) news = new Page(PageKind.Drive, i);
            _drives[i] = state;
        }
        return news;
    }
}
