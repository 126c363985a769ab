using EdgeSeed.Config;
using EdgeSeed.Languages;
using EdgeSeed.Status;
using EdgeSeed.Torrents;

namespace EdgeSeed.Web;

/// <summary>One reader's view of a snapshot.</summary>
/// <param name="Status">What is shown.</param>
/// <param name="Web">How the operator wants it.</param>
/// <param name="Language">The reader's.</param>
/// <param name="Urls">The trackers in links.</param>
/// <param name="AnnounceUrl">Our tracker by the host that the reader used; null when that is not known.</param>
/// <param name="OffersFiles">Whether files can be downloaded straight from here.</param>
/// <param name="System">What the reader's device is, for which a program is named.</param>
internal sealed record PageView(
    StatusSnapshot Status, WebConfig Web, Language Language, TrackerUrls Urls, string? AnnounceUrl, bool OffersFiles, ReaderSystem System = ReaderSystem.Other)
{
    /// <summary>Whether there is an owner's page to lead to.</summary>
    public bool HasOwner { get; init; }

    /// <summary>What the owner's forms carry; null for everybody else.</summary>
    public string? OwnerToken { get; init; }

    /// <summary>The page's heading.</summary>
    public string Title => Web.Title.Length > 0 ? Web.Title : Status.Name;

    /// <summary>The tracker to show to this reader; empty when there is none.</summary>
    public string Tracker => AnnounceUrl ?? Urls.Shown;

    /// <summary>Whether a torrent's files can be had from here now: a button that leads nowhere is none, such as to a file that is damaged. A private torrent that was found belongs to its tracker's swarm (BEP 27).</summary>
    public bool OffersFilesOf(PublishedTorrent torrent) => OffersFiles && torrent.Entry is { IsOffered: true } entry && !torrent.IsUnreadable && !torrent.Wish.Paused && Status.Budget.Hold is not { BytesPerSecond: 0 }
        && entry is not { IsPrivate: true, Found: not null } && entry is not { State: TorrentPhase.Partial, Files: 1 };

    /// <summary>A torrent's magnet link for this reader.</summary>
    public string Magnet(PublishedTorrent torrent) => MagnetText.WithTracker(torrent.Magnet, Urls.Own, AnnounceUrl);
}
