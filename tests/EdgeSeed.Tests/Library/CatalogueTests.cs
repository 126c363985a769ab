using EdgeSeed.Library;
using EdgeSeed.Protocol;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Tests.Library;

public sealed class CatalogueTests
{
    private static readonly InfoHash s_hash = new([.. Enumerable.Repeat((byte)1, InfoHash.Length)]);

    private readonly Catalogue _library = new();

    [Fact]
    public void Torrent_on_two_drives_is_listed_once_by_the_copy_that_is_offered()
    {
        LibraryEntry first = Entry("/a/x", "A"), second = Entry("/b/x", "B");
        _library.Set(first with { State = TorrentPhase.Seeding });
        _library.Set(second with { State = TorrentPhase.Seeding });
        Assert.Equal("A", Assert.Single(_library.List()).Root);

        _library.Set(first with { State = TorrentPhase.Waiting });
        Assert.Equal("B", Assert.Single(_library.List()).Root);
        Assert.Equal("B", _library.Find(s_hash)!.Root);
        _library.Set(first with { State = TorrentPhase.Seeding });
        Assert.Equal("B", Assert.Single(_library.List()).Root);
        _library.Remove(second);
        Assert.Equal("A", Assert.Single(_library.List()).Root);
        _library.Remove(first);
        Assert.Empty(_library.List());
        Assert.Null(_library.Find(s_hash));
    }

    [Fact]
    public void Entries_are_listed_by_root()
    {
        _library.Set(Entry("/a/x", "A"));
        _library.Set(Entry("/b/x", "B"));
        Assert.Equal("/b/x", Assert.Single(_library.ListOf("B")).Key.ToString());
        Assert.Empty(_library.ListOf("C"));
    }

    private static LibraryEntry Entry(string key, string root) =>
        new() { Root = root, Data = new ContentLocation(LocalPath.FromString(key)), NameBytes = new ByteText("x"), InfoHash = s_hash };
}
