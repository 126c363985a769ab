using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Connections;

/// <summary>Connections that come to us, a bounded number at once and in a second: others are left to the kernel.</summary>
/// <param name="state">Bounds and counters.</param>
/// <param name="lanes">Whose budget a connection costs.</param>
/// <param name="poll">Watches the listeners.</param>
/// <param name="opener">Takes connections in.</param>
/// <param name="listeners">At most <see cref="PollKeys.MaxListeners"/>; closed at the end.</param>
internal sealed class AcceptedConnections(SessionState state, SendLanes lanes, ReadinessPoll poll, ConnectionOpener opener, PeerListener[] listeners) : IDisposable
{
    private readonly AcceptPace _pace = new();
    private bool _isPaused;

    /// <summary>Begins to accept.</summary>
    public void Begin()
    {
        _pace.Refill(lanes.World.Budget.BytesPerSecond, state.Options);
        Watch();
    }

    /// <summary>Takes waiting connections of one listener.</summary>
    public void Accept(int index)
    {
        PeerListener listener = listeners[index];
        for (int i = 0; i < state.Options.AcceptsTurn; i++)
        {
            if (!_pace.HasLeft)
            {
                Pause(listener);
                return;
            }
            int error = listener.Accept(out int descriptor, out PeerEndPoint endPoint);
            if (error is Errno.NoProcessDescriptors or Errno.NoSystemDescriptors) Pause(listener);
            if (error != 0) return;
            _pace.Spend();
            state.Counters.AcceptedConnections++;
            lanes.Budgets.For(endPoint).Charge(PacketOverhead.ConnectionBytes);
            var socket = new PeerSocket(descriptor);
            if (opener.Open(socket, endPoint) is null) socket.Close();
        }
    }

    /// <summary>Once a second: there is room for more.</summary>
    public void Tick()
    {
        _pace.Refill(lanes.World.Budget.BytesPerSecond, state.Options);
        foreach (PeerListener listener in listeners) listener.Backlog = _pace.Backlog;
        if (_isPaused) Watch();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PeerListener listener in listeners) listener.Dispose();
    }

    /// <summary>Out of descriptors, or enough for this second: leaves new connections to the kernel instead of spinning over them.</summary>
    private void Pause(PeerListener listener)
    {
        poll.Remove(listener.Descriptor);
        _isPaused = true;
    }

    private void Watch()
    {
        _isPaused = false;
        for (int i = 0; i < listeners.Length; i++)
        {
            // One that was not paused is under the poll already, which then says so.
            poll.TryAdd(listeners[i].Descriptor, PollKeys.Listener - (ulong)i, Libc.ReadableEvent);
        }
    }
}
