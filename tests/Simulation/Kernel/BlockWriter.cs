using System.Runtime.InteropServices;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Linux.Supervision;
using Simulation.Worlds;

namespace EdgeSeed.Engine.Downloads;

/// <summary>The thread that writes what was downloaded, each run of blocks for as long as the simulated target takes.</summary>
internal sealed class BlockWriter(Action wake, Supervisor supervisor)
{
    private readonly World _world = World.Current;
    private readonly PieceWriter _pieces = new();
    private readonly List<IncomingBlock> _waiting = [];
    private List<IncomingBlock> _finished = [];
    private bool _isBusy;

    public override string ToString() => $"writer of {supervisor}";

    public bool IsAwaited { get; set; }

    public void Enqueue(List<IncomingBlock> blocks)
    {
        _waiting.AddRange(blocks);
        if (!_isBusy) Begin();
    }

    public void TakeFinished(ref List<IncomingBlock> empty) => (_finished, empty) = (empty, _finished);

    public void Stop() => _pieces.Dispose();

    private void Begin()
    {
        _isBusy = _waiting.Count > 0;
        if (!_isBusy) return;
        int count = PieceWriter.RunLength(_waiting, 0);
        List<IncomingBlock> run = _waiting[..count];
        _waiting.RemoveRange(0, count);
        bool isNews = false;
        long took = _world.Measure(() => isNews = _pieces.Write(CollectionsMarshal.AsSpan(run)));
        _world.Note(7, took, count);
        _world.After(took, () =>
        {
            _finished.AddRange(run);
            if (isNews || IsAwaited) wake();
            Begin();
        });
    }
}
