using EdgeSeed.Snapshot;

namespace EdgeSeed.Tests.Snapshot;

public sealed class OwnerNoticeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly OwnerNotice _notice;
    private DateTime _time = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public OwnerNoticeTests() => _notice = new OwnerNotice(_folder.Path);

    private string File => Path.Combine(_folder.Path, "notice.txt");

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    [Fact]
    public void There_is_none_without_a_file() => Assert.Empty(_notice.Read());

    [Fact]
    public void Lines_are_read_anew_when_the_file_changes_and_forgotten_when_it_goes()
    {
        Write("wifi.txt: there is no country XQ.\n\n  The update failed.  \r\n");
        Assert.Equal(["wifi.txt: there is no country XQ.", "The update failed."], _notice.Read());
        Write("Another.");
        Assert.Equal(["Another."], _notice.Read());
        System.IO.File.Delete(File);
        Assert.Empty(_notice.Read());
    }

    [Fact]
    public void Whatever_is_in_it_is_shown_plain_and_short()
    {
        Write(new string('x', 100_000) + "\n" + string.Concat(Enumerable.Repeat("y\n", 1_000)));
        Assert.Equal(new string('x', OwnerNotice.MaxCharacters) + "…", Assert.Single(_notice.Read()));
        Write("\u001b[2Ja\0b\n" + string.Concat(Enumerable.Repeat("y\n", 1_000)));
        Assert.Equal("[2Jab", _notice.Read()[0]);
        Assert.Equal(OwnerNotice.MaxLines, _notice.Read().Count);
    }

    private void Write(string text)
    {
        System.IO.File.WriteAllText(File, text);
        System.IO.File.SetLastWriteTimeUtc(File, _time += TimeSpan.FromSeconds(1));
    }
}
