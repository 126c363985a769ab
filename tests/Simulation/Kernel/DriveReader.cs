using EdgeSeed.Linux.Supervision;
using Simulation.Worlds;

namespace EdgeSeed.Engine.Disks;

/// <summary>What a drive's thread does, one job after the other, each for as long as the simulated drive takes.</summary>
internal class JobSequence(Action<DriveJob> completed)
{
    private readonly World _world = World.Current;
    private readonly Queue<DriveJob> _jobs = new();
    private bool _isBusy;

    public void Enqueue(DriveJob job)
    {
        _jobs.Enqueue(job);
        if (!_isBusy) Begin();
    }

    public void Stop() => _jobs.Clear();

    protected virtual void Do(DriveJob job) => job.Run();

    private void Begin()
    {
        _isBusy = _jobs.TryDequeue(out DriveJob? job);
        if (!_isBusy) return;
        long took = _world.Measure(() => Do(job!));
        _world.Note(6, took, job!.Error is null ? 0 : 1);
        _world.After(took, () =>
        {
            completed(job);
            Begin();
        });
    }
}

/// <summary>The thread that reads from one drive.</summary>
internal sealed class DriveReader(string name, Action<DriveJob> completed, Supervisor supervisor) : JobSequence(completed)
{
    public override string ToString() => $"{name} of {supervisor}";
}
