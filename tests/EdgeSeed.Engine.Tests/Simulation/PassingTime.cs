namespace EdgeSeed.Engine.Tests.Simulation;

/// <summary>Has a fixture's clock go on, in steps after each of which the session has had its turn, until it is disposed of.</summary>
internal sealed class PassingTime : IAsyncDisposable
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(5);

    private readonly Task _running;
    private volatile bool _isOver;

    public PassingTime(SessionFixture fixture) => _running = Task.Run(() => RunAsync(fixture));

    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        await _running;
    }

    private async Task RunAsync(SessionFixture fixture)
    {
        while (!_isOver)
        {
            fixture.Clock.Advance(s_step);
            await fixture.Session.ReadStatusAsync();
        }
    }
}
