using EdgeSeed.Status;
using Microsoft.Extensions.Time.Testing;

namespace EdgeSeed.Tests.Status;

public sealed class StatusBoardTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task ReadAsync_asked_often_makes_one_a_second()
    {
        int taken = 0;
        var board = new StatusBoard(() => Task.FromResult(SampleStatus.Create() with { UptimeSeconds = ++taken }), _time);
        Assert.Equal(1, (await board.ReadAsync()).UptimeSeconds);
        _time.Advance(StatusBoard.MaxAge - TimeSpan.FromTicks(1));
        Assert.Equal(1, (await board.ReadAsync()).UptimeSeconds);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(2, (await board.ReadAsync()).UptimeSeconds);
    }

    [Fact]
    public async Task ReadAsync_while_one_is_made_waits_for_that_one()
    {
        var making = new TaskCompletionSource<StatusSnapshot>();
        var board = new StatusBoard(() => making.Task, _time);
        Task<StatusSnapshot> first = board.ReadAsync();
        _time.Advance(StatusBoard.MaxAge * 5);
        Assert.Same(first, board.ReadAsync());
        making.SetResult(SampleStatus.Create());
        await first;
    }

    [Fact]
    public async Task ReadAsync_after_a_failure_tries_again()
    {
        int taken = 0;
        var board = new StatusBoard(() => ++taken == 1 ? Task.FromException<StatusSnapshot>(new IOException()) : Task.FromResult(SampleStatus.Create()), _time);
        await Assert.ThrowsAsync<IOException>(board.ReadAsync);
        Assert.NotNull(await board.ReadAsync());
    }
}
