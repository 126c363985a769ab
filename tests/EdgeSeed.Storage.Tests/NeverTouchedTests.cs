using System.Diagnostics;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Library;
using EdgeSeed.Storage.Tests.Sample;

namespace EdgeSeed.Storage.Tests;

/// <summary>Nothing that this project does with published data leaves a trace on it, not even an access time.</summary>
public sealed class NeverTouchedTests : IDisposable
{
    private readonly SampleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Listing_making_verifying_scanning_and_seeding_leave_no_trace()
    {
        _folder.WriteRandom("album/1.flac", 300_000);
        _folder.WriteRandom("album/deep/2.flac", 100_000);
        _folder.Write("album/empty");
        _folder.Link("album/link", "/etc/passwd");
        _folder.Fifo("album/pipe");
        // Older than the content's own times, so that even a mount with relatime would note an access.
        Run("find", _folder.Text, "-depth", "-exec", "touch", "-h", "-a", "-d", "2001-01-01", "{}", ";");
        string before = Traces();

        Assert.Null(ContentWalker.List(new ContentLocation(_folder.Path.Join("album"u8)), WalkOptions.Default, out ContentListing? listing));
        MadeTorrent made = await TorrentMaker.MakeAsync(listing!, new MakeOptions());
        Assert.Null(made.Error);
        Assert.True((await PieceVerifier.VerifyAsync(made.Metainfo!, listing!.Location, HashOptions.Default)).IsExact);
        Assert.Null(LibraryScanner.Scan(_folder.Path, ScanOptions.Default, out _));
        Assert.NotNull(DataFinder.Find(made.Metainfo!, [_folder.Location]).Place);
        Assert.True(ResumeRecord.Of(made.Metainfo!, listing).Trusted(made.Metainfo!, listing.Location).IsComplete);
        using var cache = new OpenFileCache();
        using (var content = new TorrentContent(made.Metainfo!, listing.Location, cache))
        {
            Assert.Null(content.Read(0, new byte[(int)content.TotalLength]));
            Assert.True(content.TryLease(0, 10, out FileLease lease, out _));
            lease.Dispose();
        }

        Assert.Equal(before, Traces());
    }

    [Fact]
    public void The_traces_would_show_an_access()
    {
        _folder.Write("a", 1);
        Run("touch", "-a", "-d", "2001-01-01", _folder.Text + "/a");
        string before = Traces();
        File.SetLastAccessTimeUtc(_folder.Text + "/a", DateTime.UtcNow);

        Assert.NotEqual(before, Traces());
    }

    // find itself reads folders, so their access times say nothing here; and the kernel notes of a link that it was followed, however that is done.
    private string Traces() => Run("find", _folder.Text, "-printf", "%p %i %n %s %m %T@ %C@ ", "(", "-type", "d,l", "-printf", "\\n", "-o", "-printf", "%A@\\n", ")");

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
