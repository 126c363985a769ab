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
    private readonly SemaphoreSlim _turn = new(1);
    private SeedConfig _told = SeedConfig.Default;

    /// <summary>Follows edits.</summary>
    public void Follow(RunningConfig running)
    {
        _told = running.Current;
        running.Follow(config => _ = supervisor.RunAsync("torrent wishes", () => TellAsync(config), CancellationToken.None), TorrentConfig.Table);
    }

    private async Task TellAsync(SeedConfig config)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            foreach (LibraryEntry entry in library.List())
            {
                if (entry.InfoHash is not { } infoHash) continue;
                TorrentConfig before = TorrentWishes.Of(_told, entry), now = TorrentWishes.Of(config, entry);
                if (before == now) continue;
                await session.SetRuleAsync(infoHash, TorrentWishes.RuleOf(now)).ConfigureAwait(false);
                if (entry.IsOffered && before.Announce != now.Announce) await announces(entry, now.Announce).ConfigureAwait(false);
            }
            _told = config;
        }
        catch (ObjectDisposedException)
        {
            // The session is over.
        }
        finally
        {
            _turn.Release();
        }
    }
}
