using EdgeSeed.Linux.Sockets;

namespace EdgeSeed.Linux.Tests.Sockets;

public sealed class ReadinessPollTests
{
    [Fact]
    public void Wake_from_another_thread_ends_a_wait_and_is_forgotten_when_drained()
    {
        using var poll = new ReadinessPoll();
        var waker = new Thread(poll.Wake);
        waker.Start();
        Assert.Equal(1, poll.Wait(10_000));
        Assert.Equal((ReadinessPoll.WakeKey, Libc.ReadableEvent), poll.Event(0));
        waker.Join();
        poll.DrainWakes();
        Assert.Equal(0, poll.Wait(0));
    }

    [Fact]
    public void Wake_after_the_end_does_no_harm()
    {
        var poll = new ReadinessPoll();
        poll.Dispose();
        poll.Wake();
    }
}
