using EdgeSeed.Status;

namespace EdgeSeed.Tests.Status;

/// <summary>What strangers are not told: where things lie on this machine.</summary>
public sealed class PublicStatusTests
{
    public static readonly TheoryData<string, string> Sentences = new()
    {
        { "data", "Its data is not there, or of another length." },
        { "drive", "Its drive or folder STICK is away." },
        { "content", "It is empty; what is put into it is published." },
        { "partial", "2 of 3 pieces are right; only these are offered." },
        { "failed", "It cannot be read now." },
        { "unreadable", "It cannot be read now." },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Sentence_of_a_torrent_has_no_path(string kind, string said)
    {
        const string problem = "It cannot be read: /srv/x: Permission denied.";
        PublishedTorrent torrent = SampleStatus.Torrent("x", problem: problem);
        torrent = kind switch
        {
            "data" => torrent with { Entry = torrent.Entry with { State = TorrentPhase.Waiting, Awaits = AwaitedThing.Data } },
            "drive" => torrent with { Entry = torrent.Entry with { State = TorrentPhase.Waiting, AwaitedDrive = "STICK" } },
            "content" => torrent with { Entry = torrent.Entry with { State = TorrentPhase.Waiting, Awaits = AwaitedThing.Content } },
            "partial" => torrent with { Entry = torrent.Entry with { State = TorrentPhase.Partial, Pieces = new PieceCounts(2, 3) } },
            "failed" => torrent with { Entry = torrent.Entry with { State = TorrentPhase.Failed } },
            _ => torrent with { ReadFailure = "/srv/x: Input/output error", Entry = torrent.Entry with { Problem = null } },
        };
        StatusSnapshot status = SampleStatus.Create(torrent);
        Assert.Contains("/srv/x", SampleStatus.Json(status).GetProperty("torrents")[0].GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Equal(said, SampleStatus.Json(status.ForPublic()).GetProperty("torrents")[0].GetProperty("problem").GetString());
        string page = Web.Pages.List(status.ForPublic());
        Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.DoesNotContain("/srv/x", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_of_one_name_are_told_apart()
    {
        DriveStatus drive = SampleStatus.Drive("/srv/a/films", DriveState.Ready) with { Id = "/srv/a/films", IsRemovable = false };
        StatusSnapshot status = SampleStatus.Create() with { Drives = [drive, drive with { Id = "/srv/b/films", Name = "/srv/b/films" }] };
        Assert.Equal(["films", "films-2"], status.ForPublic().Drives.Select(static folder => folder.Id));
    }
}
