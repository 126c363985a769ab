using EdgeSeed.Linux.Supervision;

namespace EdgeSeed.Engine.Disks;

/// <summary>The thread that has the simulated cache filled with windows.</summary>
internal sealed class WindowReader(string name, Action<DriveJob> completed, Supervisor supervisor) : JobSequence(completed)
{
    public override string ToString() => $"{name} of {supervisor}";

    protected override void Do(DriveJob job)
    {
        ((WindowJob)job).Announce();
        job.Run();
    }
}
