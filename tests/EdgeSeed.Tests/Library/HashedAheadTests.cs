using System.Text;
using EdgeSeed.Library;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;

namespace EdgeSeed.Tests.Library;

public sealed class HashedAheadTests
{
    private readonly HashedAhead _ahead = new();

    [Fact]
    public void Copies_that_end_together_are_all_kept()
    {
        for (int i = 0; i < HashedAhead.Most; i++) Keep($"copy {i}", 1000);
        for (int i = 0; i < HashedAhead.Most; i++) Assert.Equal(1000, Take($"copy {i}")?.File.Length);
    }

    [Fact]
    public void What_is_asked_for_again_stays_and_what_is_published_does_not()
    {
        Keep("film", 1000);
        Assert.NotNull(Take("film", isKept: true));
        Assert.NotNull(Take("film"));
        Assert.Null(Take("film"));
    }

    [Fact]
    public void What_changed_since_is_dropped()
    {
        Keep("film", 1000);
        Assert.Null(_ahead.Take(Place("film"), "as it is now"u8.ToArray(), isKept: true));
        Assert.Null(Take("film"));
    }

    [Fact]
    public void Content_that_is_hashed_again_is_kept_once()
    {
        Keep("film", 1000);
        Keep("film", 2000);
        Assert.Equal(2000, Take("film")?.File.Length);
        Assert.Null(Take("film"));
    }

    [Fact]
    public void The_oldest_goes_when_there_are_too_many()
    {
        for (int i = 0; i <= HashedAhead.Most; i++) Keep($"copy {i}", 1000);
        Assert.Null(Take("copy 0"));
        Assert.NotNull(Take("copy 1"));
    }

    [Fact]
    public void Only_the_newest_may_be_large()
    {
        Keep("small", 1000);
        Keep("large", HashedAhead.MostBytes + 1);
        Assert.Null(Take("small"));
        Assert.NotNull(Take("large", isKept: true));
        Keep("next", 1000);
        Assert.Null(Take("large"));
        Assert.NotNull(Take("next"));
    }

    private void Keep(string name, int bytes) => _ahead.Keep(Place(name), Fingerprint(name), new MadeTorrent(null, new byte[bytes], null));

    private MadeTorrent? Take(string name, bool isKept = false) => _ahead.Take(Place(name), Fingerprint(name), isKept);

    private static ContentLocation Place(string name) => new(LocalPath.FromString($"/library/{name}"));

    private static byte[] Fingerprint(string name) => Encoding.UTF8.GetBytes(name);
}
