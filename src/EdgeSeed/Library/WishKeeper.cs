using EdgeSeed.Config;
using EdgeSeed.Config.Reload;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Status;
using EdgeSeed.Upload;

namespace EdgeSeed.Library;

/// <summary>Has what is seeded already follow edits of <c>[[torrent]]</c> tables. What comes later is told when it comes.</summary>
/// <param name="library">What is published.</param>
/// <param name="session">Is told of each torrent for which something changed.</param>
/// <param name="announces">Begins or ends to tell a torrent's trackers.</param>
/// <param name="supervisor">Runs it, one edit after the other.</param>
internal sealed class WishKeeper(Catalogue library, SeedSession session, Func<LibraryEntry, bool, Task> announces, Supervisor supervisor)
{
    private Task _telling = Task.CompletedTask;
    private SeedConfig _told = SeedConfig.Default;

    /// <summary>Follows edits.</summary>
    public void Follow(RunningConfig running)
    {
        _told = running.Current;
        running.Follow(config => _telling = supervisor.RunAsync("torrent wishes", TellAfter(_telling, config), CancellationToken.None), TorrentConfig.Table);
    }

    private Func<Task> TellAfter(Task before, SeedConfig config) => async () =>
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            foreach (LibraryEntry entry in library.List())
            {
                if (entry.InfoHash is not { } infoHash) continue;
                TorrentConfig told = TorrentWishes.Of(_told, entry), now = TorrentWishes.Of(config, entry);
                if (told == now) continue;
                await session.SetRuleAsync(infoHash, TorrentWishes.RuleOf(now)).ConfigureAwait(false);
                if (entry.IsOffered && told.Announce != now.Announce) await announces(entry, now.Announce).ConfigureAwait(false);
            }
            _told = config;
        }
        catch (ObjectDisposedException)
        {
            // The session is over.
        }
    };
}
