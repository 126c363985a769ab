using EdgeSeed.Status;

namespace EdgeSeed.Tests.Status;

/// <summary>What strangers are not told: where things lie on this machine.</summary>
public sealed class PublicStatusTests
{
    [Theory]
    [InlineData("Waiting", "Its data is not there, or of another length: /srv/x: No such file or directory.", "Its data is not there, or of another length.")]
    [InlineData("Partial", "Piece 3 cannot be read: /srv/x: Input/output error. 2 of 3 pieces are right; only these are offered.", "2 of 3 pieces are right; only these are offered.")]
    [InlineData("Partial", "2 of 3 pieces are right; only these are offered.", "2 of 3 pieces are right; only these are offered.")]
    [InlineData("Failed", "It cannot be offered: /srv/x: Permission denied.", "It cannot be read now.")]
    public void Sentence_of_a_torrent_has_no_path(string phase, string problem, string said)
    {
        TorrentPhase state = Enum.Parse<TorrentPhase>(phase);
        PublishedTorrent torrent = SampleStatus.Torrent("x", state, problem);
        if (state == TorrentPhase.Waiting) torrent = torrent with { Entry = torrent.Entry with { FirstMissing = "/srv/x: No such file or directory" } };
        StatusSnapshot status = SampleStatus.Create(torrent);
        Assert.Equal(problem, SampleStatus.Json(status).GetProperty("torrents")[0].GetProperty("problem").GetString());
        Assert.Equal(said, SampleStatus.Json(status.ForPublic()).GetProperty("torrents")[0].GetProperty("problem").GetString());
        Assert.DoesNotContain("/srv/x", Web.Pages.List(status.ForPublic()), StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_of_one_name_are_told_apart()
    {
        DriveStatus drive = SampleStatus.Drive("/srv/a/films", DriveState.Ready) with { Id = "/srv/a/films", IsRemovable = false };
        StatusSnapshot status = SampleStatus.Create() with { Drives = [drive, drive with { Id = "/srv/b/films", Name = "/srv/b/films" }] };
        Assert.Equal(["films", "films-2"], status.ForPublic().Drives.Select(static folder => folder.Id));
    }
}
