using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Network;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol;

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
    /// <summary>Begins to announce a torrent, by both names where it is a hybrid.</summary>
    public void Announce(InfoHash name, InfoHash? secondName, IReadOnlyList<IReadOnlyList<string>> tiers) =>
        Announcer.Add(new AnnouncedTorrent(name, tiers) { SecondName = secondName, IsAskedFor = IsAskedFor });

    /// <summary>What hinders a torrent's trackers, in words of theirs where they are at fault; null when nothing does.</summary>
    public string? TrackerTrouble(InfoHash infoHash) =>
        Egress is { IsReady: false, Device: { } device } ? $"waiting for the network interface {device}"
        : Announcer.Status(infoHash) is { State: AnnounceState.Failing or AnnounceState.Refused } told ? $"tracker {told.Tracker}: {told.Message}" : null;
}
