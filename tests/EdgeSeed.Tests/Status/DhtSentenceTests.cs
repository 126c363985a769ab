using EdgeSeed.Engine.Dht;
using EdgeSeed.Status;

namespace EdgeSeed.Tests.Status;

public sealed class DhtSentenceTests
{
    [Fact]
    public void Line_says_how_many_nodes_and_torrents()
    {
        Assert.Equal("120 good nodes, 8 questionable · 19 torrents announced", DhtSentence.Of(SampleStatus.Dht));
        Assert.Equal("120 good nodes, 8 questionable, none of which is answered (read-only) · 19 torrents announced", DhtSentence.Of(SampleStatus.Dht with { IsReadOnly = true }));
        Assert.Equal("no node known yet", DhtSentence.Of(SampleStatus.Dht with { GoodNodes = 0, QuestionableNodes = 0 }));
    }

    [Fact]
    public void Problem_says_what_to_do()
    {
        Assert.Null(DhtSentence.Problem(null));
        Assert.Null(DhtSentence.Problem(SampleStatus.Dht));
        DhtStatus silent = SampleStatus.Dht with { IsSilent = true }, taken = SampleStatus.Dht with { Port = 0 };
        Assert.Contains("let UDP 6881 through", DhtSentence.Problem(silent), StringComparison.Ordinal);
        Assert.Contains("service.dht_port", DhtSentence.Problem(taken), StringComparison.Ordinal);
    }
}
