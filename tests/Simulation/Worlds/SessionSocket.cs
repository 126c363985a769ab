using EdgeSeed.Linux;

namespace Simulation.Worlds;

/// <summary>The session's end of a connection.</summary>
internal sealed class SessionSocket(Connection connection) : Pollable
{
    /// <summary>The connection.</summary>
    public Connection Connection => connection;

    /// <summary>Whether the other end has answered.</summary>
    public bool IsConnected { get; set; }

    /// <summary>Nobody listens there, or nobody answered.</summary>
    public bool IsRefused { get; set; }

    private bool HasEnded => connection.IsReset || connection.Up.HasEnded;

    /// <inheritdoc/>
    public override uint Readiness
    {
        get
        {
            if (IsRefused || connection.IsReset) return Libc.ReadableEvent | Libc.WritableEvent | Libc.ErrorEvent | Libc.HangUpEvent | Libc.PeerClosedEvent;
            if (!IsConnected) return 0;
            uint ready = connection.Up.Readable > 0 || HasEnded ? Libc.ReadableEvent : 0;
            if (HasEnded) ready |= Libc.PeerClosedEvent;
            return connection.Down.IsWritable ? ready | Libc.WritableEvent : ready;
        }
    }

    /// <summary>Bytes, or the end of them, have come.</summary>
    public void Heard() => Changed();

    /// <summary>The socket takes bytes again.</summary>
    public void Drained() => Changed();

    /// <summary>The connection has come about, or broken.</summary>
    public void Broke() => Changed();

    /// <summary>The attempt to connect has ended.</summary>
    public void Answer(bool isAccepted)
    {
        (IsConnected, IsRefused) = (isAccepted, !isAccepted);
        Changed();
    }
}
