using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Sockets;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Protocol;

namespace EdgeSeed.Engine.Connections;

/// <summary>
/// Connections that come to us, a bounded number at once and in a second: others are left to the kernel, which while they are many passes over those that were
/// here lately.
/// </summary>
/// <param name="state">Bounds and counters.</param>
/// <param name="lanes">Whose budget a connection costs.</param>
/// <param name="poll">Watches the listeners.</param>
/// <param name="opener">Takes connections in.</param>
/// <param name="listeners">At most <see cref="PollKeys.MaxListeners"/>; closed at the end.</param>
internal sealed class AcceptedConnections(SessionState state, SendLanes lanes, ReadinessPoll poll, ConnectionOpener opener, PeerListener[] listeners) : IDisposable
{
    /// <summary>Who rests is told to the kernel no more often, while many come.</summary>
    private const long PassOverMilliseconds = 100;

    private readonly AcceptPace _pace = new();
    private readonly NewcomerTurns _turns = new();
    private bool _isPaused;
    private long _passedOverAt;

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
                _turns.RunShort(state.Now);
                Pause(listener);
                break;
            }
            int error = listener.Accept(out int descriptor, out PeerEndPoint endPoint);
            if (error is Errno.NoProcessDescriptors or Errno.NoSystemDescriptors) Pause(listener);
            if (error != 0) break;
            Take(new PeerSocket(descriptor), endPoint);
        }
        if (state.Now - _passedOverAt >= PassOverMilliseconds) PassOver();
    }

    /// <summary>Once a second: there is room for more, and a device may be there again.</summary>
    /// <returns>Whether a port was opened anew.</returns>
    public bool Tick()
    {
        _pace.Refill(lanes.World.Budget.BytesPerSecond, state.Options);
        bool isRenewed = false;
        foreach (PeerListener listener in listeners) isRenewed |= listener.Renew(_pace.Backlog);
        foreach (PeerListener listener in listeners) listener.Backlog = _pace.Backlog;
        _turns.Tick(state.Now);
        PassOver();
        if (_isPaused || isRenewed) Watch();
        return isRenewed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PeerListener listener in listeners) listener.Dispose();
    }

    private void Take(PeerSocket socket, in PeerEndPoint endPoint)
    {
        bool isGone = socket.IsOver;
        _pace.Spend(isGone);
        _turns.Came(AddressBlock.Of(endPoint), _pace.PerSecond, state.Now);
        state.Counters.AcceptedConnections++;
        lanes.Budgets.For(endPoint).Charge(isGone ? PacketOverhead.RefusalBytes : PacketOverhead.ConnectionBytes);
        if (isGone) state.Counters.Count(DisconnectReason.PeerClosed);
        if (isGone || opener.Open(socket, endPoint) is null) socket.Close();
    }

    /// <summary>The kernel answers no more who rests now.</summary>
    private void PassOver()
    {
        _passedOverAt = state.Now;
        foreach (PeerListener listener in listeners) listener.PassOver(_turns.Resting);
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
