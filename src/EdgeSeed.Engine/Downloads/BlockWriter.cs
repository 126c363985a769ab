using System.Runtime.InteropServices;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Linux.Supervision;

namespace EdgeSeed.Engine.Downloads;

/// <summary>The thread that has blocks written to their targets and pieces hashed. What waits is bounded by the blocks there are.</summary>
internal sealed class BlockWriter
{
    private const int StackBytes = 128 * 1024;

    /// <summary>Finished blocks for which a session loop that waits for them is woken; for fewer only when there are no more to come.</summary>
    private const int BlocksBack = 32;

    private readonly Action _wake;
    private readonly Lock _finishing = new();
    private readonly object _gate = new();
    private List<IncomingBlock> _waiting = [];
    private List<IncomingBlock> _finished = [];
    private bool _isStopping;

    /// <param name="wake">Wakes the session loop when blocks are finished that it should not be late for.</param>
    /// <param name="supervisor">Runs the thread.</param>
    public BlockWriter(Action wake, Supervisor supervisor)
    {
        _wake = wake;
        supervisor.StartThread("writer", Run, StackBytes);
    }

    /// <summary>Set by the session loop while it waits for blocks to come back.</summary>
    public volatile bool IsAwaited;

    /// <summary>Hands blocks over to be written, in this order behind those handed over before.</summary>
    public void Enqueue(List<IncomingBlock> blocks)
    {
        lock (_gate)
        {
            _waiting.AddRange(blocks);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Exchanges an empty list for the one with all finished blocks.</summary>
    public void TakeFinished(ref List<IncomingBlock> empty)
    {
        lock (_finishing) (_finished, empty) = (empty, _finished);
    }

    /// <summary>Ends the thread once its queue is empty; does not wait.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        using var pieces = new PieceWriter();
        List<IncomingBlock> batch = [];
        while (true)
        {
            lock (_gate)
            {
                while (_waiting.Count == 0 && !_isStopping) Monitor.Wait(_gate);
                if (_waiting.Count == 0) break;
                (_waiting, batch) = (batch, _waiting);
            }
            for (int from = 0, count; from < batch.Count; from += count)
            {
                count = PieceWriter.RunLength(batch, from);
                ReadOnlySpan<IncomingBlock> run = CollectionsMarshal.AsSpan(batch).Slice(from, count);
                bool isNews = pieces.Write(run);
                int finished;
                lock (_finishing)
                {
                    _finished.AddRange(run);
                    finished = _finished.Count;
                }
                bool isEnough = finished >= BlocksBack || from + count == batch.Count;
                if (isNews || (IsAwaited && isEnough)) _wake();
            }
            batch.Clear();
        }
    }
}
