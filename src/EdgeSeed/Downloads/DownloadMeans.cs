using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Network;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Downloads;

/// <summary>What downloads have in common.</summary>
/// <param name="Session">Downloads, and seeds what is there.</param>
/// <param name="Announcer">Finds peers.</param>
/// <param name="Egress">By which way servers are asked.</param>
/// <param name="Budget">Pays for what is sent.</param>
/// <param name="Time">The clock.</param>
/// <param name="Supervisor">Runs what goes on beside.</param>
/// <param name="IsAskedFor">Whether a user asked for it by hand: then it may come from servers of the own network by any path.</param>
internal sealed record DownloadMeans(SeedSession Session, Announcer Announcer, Egress Egress, UploadBudget Budget, TimeProvider Time, Supervisor Supervisor, bool IsAskedFor)
{
    /// <summary>Begins to announce a torrent. To trackers the two names of a hybrid are two swarms.</summary>
    public void Announce(InfoHash name, InfoHash? secondName, IReadOnlyList<IReadOnlyList<string>> tiers)
    {
        var announced = new AnnouncedTorrent(name, tiers) { IsAskedFor = IsAskedFor };
        Announcer.Add(announced);
        if (secondName is { } second) Announcer.Add(announced with { InfoHash = second });
    }

    /// <summary>Tells trackers that a torrent has just become complete.</summary>
    public void Complete(Metainfo torrent)
    {
        Announcer.Complete(torrent.InfoHash);
        if (torrent.SecondName is { } second) Announcer.Complete(second);
    }

    /// <summary>Ends announcing a torrent.</summary>
    public void Withdraw(Metainfo torrent)
    {
        Announcer.Remove(torrent.InfoHash);
        if (torrent.SecondName is { } second) Announcer.Remove(second);
    }

    /// <summary>What hinders a torrent's trackers, in words of theirs where they are at fault; null when nothing does.</summary>
    public string? TrackerTrouble(InfoHash infoHash) =>
        Egress is { IsReady: false, Device: { } device } ? $"waiting for the network interface {device}"
        : Announcer.Status(infoHash) is { State: AnnounceState.Failing or AnnounceState.Refused } told ? $"tracker {told.Tracker}: {told.Message}" : null;
}
