using EdgeSeed.Linux.Sockets;

namespace Simulation.Worlds;

/// <summary>Something a descriptor stands for, whose readiness a poll may watch.</summary>
internal abstract class Pollable
{
    /// <summary>The poll that watches it; null while none does.</summary>
    public ReadinessPoll? Poll { get; set; }

    /// <summary>What the poll reports it as.</summary>
    public ulong Key { get; set; }

    /// <summary>Which changes the poll is to report.</summary>
    public uint Watched { get; set; }

    /// <summary>Whether the poll is to report it next.</summary>
    public bool IsReported { get; set; }

    /// <summary>Its descriptor is closed.</summary>
    public bool IsGone { get; set; }

    /// <summary>epoll event bits that hold now.</summary>
    public abstract uint Readiness { get; }

    /// <summary>Tells the poll of a change.</summary>
    protected void Changed() => Poll?.Report(this);
}
