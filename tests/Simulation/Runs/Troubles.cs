using System.Net;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using Simulation.Drives;
using Simulation.Peers;
using Simulation.Worlds;

namespace Simulation.Runs;

/// <summary>What happens to a session besides peers: the budget is changed, drives fail and come back, pieces turn out bad, torrents come and go.</summary>
internal sealed class Troubles(
    World world, SeedSession session, UploadBudget budget, List<SwarmTorrent> torrents, List<SimulatedDrive> drives, List<(PeerEndPoint At, SwarmTorrent Wants)> listeners, Promises promises)
{
    private const double LongestUnlimited = 3;

    private readonly HashSet<int> _removed = [];
    private readonly long _rate = budget.BytesPerSecond;

    /// <summary>Has things happen, on average so many seconds apart.</summary>
    public void Begin(double seconds)
    {
        if (double.IsInfinity(seconds)) return;
        world.After(-Math.Log(1 - world.Random.NextDouble()) * seconds, () =>
        {
            promises.Trouble();
            Happen();
            Begin(seconds);
        });
    }

    private void Happen()
    {
        Random random = world.Random;
        SwarmTorrent torrent = torrents[random.Next(torrents.Count)];
        switch (random.Next(8))
        {
            case 0:
                ChangeBudget(random.Next(6) == 0 ? UploadBudget.Unlimited : DrawRate());
                break;
            case 1:
                budget.Pause();
                promises.LimitWorld(UploadBudget.MinimumBytesPerSecond);
                world.After(random.NextDouble() * 60, () => ChangeBudget(DrawRate()));
                break;
            case 2:
                FailFor(drives[random.Next(drives.Count)], random.NextDouble() * 120);
                break;
            case 3:
                Withdraw(torrent);
                break;
            case 4:
                Repair(torrent);
                break;
            case 5 when _removed.Add(torrent.Number):
                _ = session.RemoveAsync(torrent.InfoHash);
                world.After(5 + random.NextDouble() * 60, () => AddAgain(torrent));
                break;
            case 6:
                _ = session.SetBoundsAsync(session.Loop.State.Options with { MaxPeers = random.Next(2, 500), UploadSlots = random.Next(3) == 0 ? random.Next(1, 30) : 0 });
                break;
            default:
                session.Found(torrent.InfoHash, [.. Named(torrent), new PeerEndPoint(IPAddress.Parse("11.200.0.1"), 40_000)]);
                break;
        }
    }

    private IEnumerable<PeerEndPoint> Named(SwarmTorrent torrent) =>
        listeners.Where(listener => listener.Wants == torrent && world.Random.Next(4) == 0).Select(listener => listener.At);

    private void ChangeBudget(long bytesPerSecond)
    {
        promises.Trouble();
        budget.BytesPerSecond = bytesPerSecond;
        promises.LimitWorld(bytesPerSecond);
        if (bytesPerSecond == UploadBudget.Unlimited && _rate != UploadBudget.Unlimited)
            world.After(world.Random.NextDouble() * LongestUnlimited, () => ChangeBudget(DrawRate()));
    }

    private long DrawRate() => _rate == UploadBudget.Unlimited ? _rate : (long)(_rate * (0.25 + 1.5 * world.Random.NextDouble()));

    private void FailFor(SimulatedDrive drive, double seconds)
    {
        if (!drive.IsWell) return;
        switch (world.Random.Next(3))
        {
            case 0:
                drive.IsGone = true;
                break;
            case 1:
                drive.FailingPart = world.Random.NextDouble();
                break;
            default:
                drive.HangSeconds = world.Random.NextDouble() * 30;
                drive.HangsUntil = world.Now + (long)(seconds * TimeSpan.TicksPerSecond);
                break;
        }
        world.After(seconds, () =>
        {
            (drive.IsGone, drive.FailingPart, drive.HangSeconds) = (false, 0, 0);
            promises.Trouble();
        });
    }

    /// <summary>A piece is found to be bad.</summary>
    private void Withdraw(SwarmTorrent torrent)
    {
        var piece = new PieceIndex(world.Random.Next(torrent.Layout.PieceCount));
        torrent.Good.Clear(piece);
        torrent.Withdraw(piece);
        _ = session.SetVerifiedAsync(torrent.InfoHash, SwarmTorrent.Copy(torrent.Offered));
    }

    /// <summary>All pieces are good again.</summary>
    private void Repair(SwarmTorrent torrent)
    {
        torrent.Good.SetAll();
        torrent.Offered.SetAll();
        _ = session.SetVerifiedAsync(torrent.InfoHash, SwarmTorrent.Copy(torrent.Offered));
    }

    private void AddAgain(SwarmTorrent torrent)
    {
        promises.Trouble();
        _removed.Remove(torrent.Number);
        _ = session.AddAsync(torrent.Seeded with { Verified = SwarmTorrent.Copy(torrent.Offered) });
    }
}
