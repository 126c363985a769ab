using EdgeSeed.Engine.Swarms;
using EdgeSeed.Protocol.Torrents;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Engine.Tests.Peers;

public class RequestQueueTests
{
    private static readonly TorrentLayout s_layout = new(1 << 30, 1 << 20);

    private static BlockRequest Request(int number) => s_layout.Block(new PieceIndex(number / 64), number % 64);

    [Fact]
    public void Request_put_back_is_the_next_again_even_where_the_queue_is_full()
    {
        var queue = new RequestQueue(16);
        for (int number = 0; number < 16; number++) Assert.True(queue.TryEnqueue(Request(number)));
        Assert.True(queue.TryDequeue(out BlockRequest first));
        Assert.True(queue.TryEnqueue(Request(16)));
        queue.PutBack(first);
        Assert.True(queue.IsFull);
        Assert.False(queue.TryEnqueue(Request(17)));
        for (int number = 0; number <= 16; number++)
        {
            Assert.True(queue.TryDequeue(out BlockRequest next));
            Assert.Equal(Request(number), next);
        }
    }

    [Fact]
    public void Queue_behaves_like_a_bounded_list_under_any_operations()
    {
        Prop.ForAll<int[]>(ArbMap.Default.ArbFor<int[]>(), operations =>
        {
            var queue = new RequestQueue(10);
            var model = new List<BlockRequest>();
            foreach (int operation in operations)
            {
                BlockRequest request = Request(Math.Abs(operation % 20));
                switch (Math.Abs(operation) % 3)
                {
                    case 0:
                        Assert.Equal(model.Count < 10, queue.TryEnqueue(request));
                        if (model.Count < 10) model.Add(request);
                        break;
                    case 1:
                        Assert.Equal(model.Count > 0, queue.TryDequeue(out BlockRequest first));
                        if (model.Count == 0) break;
                        Assert.Equal(model[0], first);
                        model.RemoveAt(0);
                        break;
                    default:
                        int last = model.LastIndexOf(request);
                        if (last >= 0) model.RemoveAt(last);
                        Assert.Equal(last >= 0, queue.TryCancel(request));
                        break;
                }
                Assert.Equal(model.Count, queue.Count);
                for (int i = 0; i < model.Count; i++) Assert.Equal(model[i], queue[i]);
            }
        }).QuickCheckThrowOnFailure();
    }
}
