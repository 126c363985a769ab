using Simulation.Worlds;

namespace Simulation.Peers;

/// <summary>Who is at the other end of a connection.</summary>
internal interface IRemote
{
    /// <summary>How it is reached.</summary>
    Line Line { get; }

    /// <summary>Who looks at what the session sends by a new connection, as it sends it.</summary>
    Tap NewTap();

    /// <summary>Whether it takes a connection that the session began.</summary>
    bool Accepts(Connection connection);

    /// <summary>A connection has come about.</summary>
    void Connected(Connection connection);

    /// <summary>Bytes, or the end of them, have come.</summary>
    void Readable(Connection connection);
}

/// <summary>An address where nobody listens.</summary>
internal sealed class Nobody : IRemote
{
    /// <summary>The one there is.</summary>
    public static Nobody Instance { get; } = new();

    /// <inheritdoc/>
    public Line Line { get; } = new(1, 1, TimeSpan.TicksPerSecond / 10, 1);

    /// <inheritdoc/>
    public Tap NewTap() => null!;

    /// <inheritdoc/>
    public bool Accepts(Connection connection) => false;

    /// <inheritdoc/>
    public void Connected(Connection connection)
    {
    }

    /// <inheritdoc/>
    public void Readable(Connection connection)
    {
    }
}
