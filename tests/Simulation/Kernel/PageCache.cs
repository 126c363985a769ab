using Simulation.Drives;
using Simulation.Worlds;

namespace EdgeSeed.Engine.Sockets;

/// <summary>Reads those bytes of simulated data that the simulated cache has.</summary>
internal static class PageCache
{
    public const int CannotTell = -1;

    public static int Read(int file, long offset, Span<byte> bytes, ReadOnlySpan<DataPlace> places)
    {
        (SimulatedContent? content, long from) = World.Current.Lease;
        int read = 0;
        foreach (DataPlace place in places)
        {
            int count = content!.ReadCached(from + offset + read, bytes.Slice(place.At, place.Length));
            if (count < 0) return read > 0 ? read : CannotTell;
            read += count;
            if (count < place.Length) break;
        }
        return read;
    }
}
