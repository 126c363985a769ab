using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using Simulation.Drives;

namespace Simulation.Peers;

/// <summary>One torrent of the simulation: what is true of it, whatever the session believes.</summary>
internal sealed class SwarmTorrent
{
    /// <summary>Its place among the torrents.</summary>
    public required int Number { get; init; }

    /// <summary>Its name.</summary>
    public required InfoHash InfoHash { get; init; }

    /// <summary>How it is cut into pieces.</summary>
    public required TorrentLayout Layout { get; init; }

    /// <summary>Its true bytes.</summary>
    public required TorrentData Data { get; init; }

    /// <summary>The drive it lies on.</summary>
    public required SimulatedDrive Drive { get; init; }

    /// <summary>The pieces whose bytes on the drive are the true ones.</summary>
    public required Bitfield Good { get; init; }

    /// <summary>Its info dictionary.</summary>
    public required byte[] Info { get; init; }

    /// <summary>What is given to the session.</summary>
    public required SeedTorrent Seeded { get; init; }

    /// <summary>The pieces that the session may offer.</summary>
    public required Bitfield Offered { get; init; }

    /// <summary>How often a piece was found to be bad: what was said before may have told of it.</summary>
    public int Withdrawals { get; private set; }

    /// <summary>Offers a piece no longer.</summary>
    public void Withdraw(PieceIndex piece)
    {
        Offered.Clear(piece);
        Withdrawals++;
    }

    /// <summary>A copy that the session may keep.</summary>
    public static Bitfield Copy(Bitfield pieces) => new(pieces.Span.ToArray(), pieces.Length);
}
