using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Simulation.Runs;
using Xunit.Abstractions;

namespace Simulation;

/// <summary>
/// Whole swarms in memory: hours in seconds, each run decided by one number. SIMULATION_SEEDS says which, as 17 or 1-300; 300 are run in CI, and a few
/// elsewhere.
/// </summary>
public class SimulationTests(ITestOutputHelper output)
{
    private const string SeedsVariable = "SIMULATION_SEEDS";

    [Fact]
    public void Promises_are_kept_in_swarms_of_every_kind()
    {
        (int first, int last) = Seeds();
        var began = Stopwatch.StartNew();
        var broken = new ConcurrentQueue<string>();
        long connections = 0, blocks = 0, completions = 0;
        double seconds = 0;
        int next = first - 1;
        Thread[] threads = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(RunSeeds))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{last - first + 1} seeds, {seconds / 3600:F1} simulated hours, {connections} connections, {blocks} blocks, {completions} downloads in {began.Elapsed.TotalSeconds:F0} s"));
        Assert.True(broken.IsEmpty, string.Join('\n', broken.Order().Take(50)));

        void RunSeeds()
        {
            while (Interlocked.Increment(ref next) is var seed && seed <= last)
            {
                Scenario scenario = Scenario.Draw(seed);
                try
                {
                    Outcome outcome = Run.Of(scenario);
                    Interlocked.Add(ref connections, outcome.Connections);
                    Interlocked.Add(ref blocks, outcome.Blocks);
                    Interlocked.Add(ref completions, outcome.Completions);
                }
                catch (Exception failure)
                {
                    string reason = (failure.InnerException ?? failure) is BrokenPromiseException promise ? promise.Message : failure.ToString();
                    broken.Enqueue($"{SeedsVariable}={seed} dotnet test -c Release tests/Simulation   # {reason}");
                }
                lock (broken) seconds += scenario.Seconds;
            }
        }
    }

    [Fact]
    public void Same_seed_is_the_same_run()
    {
        Scenario scenario = Scenario.Draw(Seeds().First);
        Outcome once = Run.Of(scenario), again = Run.Of(scenario);
        Assert.True(once.Blocks > 0);
        Assert.Equal(once, again);
    }

    private static (int First, int Last) Seeds()
    {
        string? said = Environment.GetEnvironmentVariable(SeedsVariable);
        if (string.IsNullOrEmpty(said)) return (1, Environment.GetEnvironmentVariable("CI") == "true" ? 300 : 20);
        string[] ends = said.Split('-');
        return (int.Parse(ends[0], CultureInfo.InvariantCulture), int.Parse(ends[^1], CultureInfo.InvariantCulture));
    }
}
