using EdgeSeed.Languages;

namespace EdgeSeed.Status;

/// <summary>What is wrong with a torrent, in plain sentences.</summary>
internal static class ProblemSentence
{
    /// <summary>For whoever reads a snapshot, in English.</summary>
    /// <returns>Null when nothing is wrong.</returns>
    public static string? Of(PublishedTorrent torrent, StatusSnapshot status) => status.IsPublic ? ForStrangers(torrent, Language.English) : ForOwner(torrent);

    /// <summary>With the words of the system, in English.</summary>
    /// <returns>Null when nothing is wrong.</returns>
    public static string? ForOwner(PublishedTorrent torrent)
    {
        if (torrent.FetchedBytes is not null) return torrent.FetchProblem;
        string? problem = torrent.Entry.Problem ?? (torrent.ReadFailure is null ? null : $"Its data cannot be read: {torrent.ReadFailure}.");
        if (torrent.Entry is not { State: TorrentPhase.Partial, Pieces: { } pieces }) return problem;
        return problem is null ? Counts(pieces, Language.English) : $"{problem} {Counts(pieces, Language.English)}";
    }

    /// <summary>Without the words of the system, of which strangers learn where things lie.</summary>
    /// <returns>Null when nothing is wrong, or there is a better word for it (<see cref="TorrentPhase.Settling"/>).</returns>
    public static string? ForStrangers(PublishedTorrent torrent, Language words)
    {
        if (torrent.FetchedBytes is not null) return null;
        return torrent.Entry switch
        {
            { State: TorrentPhase.Partial, Pieces: { } pieces } => Counts(pieces, words),
            { State: TorrentPhase.Failed } => Language.Fill(words.CannotBeRead),
            { State: TorrentPhase.Waiting, Awaits: AwaitedThing.Data } => Language.Fill(words.DataMissing),
            { State: TorrentPhase.Waiting, Awaits: AwaitedThing.Content } => Language.Fill(words.NothingInIt),
            { State: TorrentPhase.Waiting } waiting => Language.Fill(words.DriveMissing, waiting.AwaitedDrive ?? ""),
            _ => torrent.IsUnreadable ? Language.Fill(words.CannotBeRead) : null,
        };
    }

    private static string Counts(PieceCounts pieces, Language words) => Language.Fill(words.PiecesRight, words.Count(pieces.Right), words.Count(pieces.All));
}
