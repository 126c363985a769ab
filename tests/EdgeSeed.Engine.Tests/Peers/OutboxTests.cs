using EdgeSeed.Engine.Swarms;

namespace EdgeSeed.Engine.Tests.Peers;

public class OutboxTests
{
    [Fact]
    public void Outbox_gives_back_what_was_put_in_across_partial_sends()
    {
        var outbox = new Outbox(1000);
        var sent = new List<byte>();
        byte next = 0;
        for (int round = 0; round < 500; round++)
        {
            while (outbox.HasRoom(17))
            {
                foreach (ref byte b in outbox.Append(17)) b = next++;
            }
            int taken = 1 + round % 300;
            sent.AddRange(outbox.Waiting[..Math.Min(taken, outbox.Waiting.Length)]);
            outbox.Consume(Math.Min(taken, outbox.Waiting.Length));
        }
        Assert.All(sent.Select((value, index) => (value, index)), pair => Assert.Equal((byte)pair.index, pair.value));
    }

    [Fact]
    public void Outbox_that_is_full_has_no_room()
    {
        var outbox = new Outbox(100);
        outbox.Append(90);
        Assert.False(outbox.HasRoom(11));
        Assert.True(outbox.HasRoom(10));
        outbox.Trim(40);
        Assert.Equal(50, outbox.Waiting.Length);
        outbox.Consume(50);
        Assert.True(outbox.IsEmpty && outbox.HasRoom(100));
    }
}
