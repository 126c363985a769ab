namespace EdgeSeed.Engine.Sockets;

/// <summary>Whether bytes of a file are in memory, so that the session loop can send them without waiting for a disk.</summary>
internal static unsafe class PageCache
{
    /// <summary>
    /// Looks at the first and the last byte of a range by a read that may not wait (preadv2 with RWF_NOWAIT, Linux 4.14): reading ahead
    /// makes
    /// what lies between alike. A wrong yes costs one wait, a wrong no one copy.
    /// </summary>
    /// <returns>False when a byte is not in memory, or when this file system cannot tell (tmpfs, vfat).</returns>
    public static bool Holds(int file, long offset, int length) => HoldsByte(file, offset + length - 1) && HoldsByte(file, offset);

    private static bool HoldsByte(int file, long offset)
    {
        byte value;
        nint* vector = stackalloc nint[2];
        vector[0] = (nint)(&value);
        vector[1] = 1;
        return Libc.ReadVectors(file, vector, 1, offset, Libc.ReadNoWait) == 1;
    }
}
