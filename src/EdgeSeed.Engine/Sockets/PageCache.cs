using System.Runtime.InteropServices;
using EdgeSeed.Linux;

namespace EdgeSeed.Engine.Sockets;

/// <summary>Reads those bytes of a file that are in memory, so that the session loop does not wait for a disk.</summary>
internal static unsafe class PageCache
{
    /// <summary>What <see cref="Read"/> returns where only an ordinary read gives the bytes, which may wait.</summary>
    public const int CannotTell = -1;

    /// <summary>Reads a range into several places, by one read that may not wait (preadv2 with RWF_NOWAIT, Linux 4.14).</summary>
    /// <param name="file">The open file's descriptor.</param>
    /// <param name="offset">First byte within the file.</param>
    /// <param name="bytes">Has the places.</param>
    /// <param name="places">Where to, in the order of the file.</param>
    /// <returns>
    /// Bytes read, fewer where the rest is not in memory; 0 when nothing is, or when the file ends or fails there, which an ordinary read will
    /// tell; <see cref="CannotTell"/> when this file system does not say (vfat, exfat).
    /// </returns>
    public static int Read(int file, long offset, Span<byte> bytes, ReadOnlySpan<DataPlace> places)
    {
        nint* vectors = stackalloc nint[2 * places.Length];
        fixed (byte* pointer = bytes)
        {
            for (int i = 0; i < places.Length; i++) (vectors[2 * i], vectors[2 * i + 1]) = ((nint)(pointer + places[i].At), places[i].Length);
            int count = (int)Libc.PositionedReadVectors(file, vectors, places.Length, offset, Libc.ReadNoWait);
            if (count >= 0) return count;
            return Marshal.GetLastPInvokeError() == Errno.NotSupported ? CannotTell : 0;
        }
    }
}
