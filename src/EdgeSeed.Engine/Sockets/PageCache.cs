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

    /// <summary>Reads bytes that <see cref="Holds"/> said yes to.</summary>
    /// <param name="file">The open file's descriptor.</param>
    /// <param name="offset">First byte within the file.</param>
    /// <param name="buffer">Where to; not empty.</param>
    /// <param name="count">Bytes read, at least 1 with <see cref="SocketOutcome.Done"/>.</param>
    /// <returns><see cref="SocketOutcome.FileEnded"/> or <see cref="SocketOutcome.FileFailed"/> when there are none.</returns>
    public static SocketOutcome Read(int file, long offset, Span<byte> buffer, out int count)
    {
        nint* vector = stackalloc nint[2];
        fixed (byte* pointer = buffer)
        {
            vector[0] = (nint)pointer;
            vector[1] = buffer.Length;
            count = (int)Libc.ReadVectors(file, vector, 1, offset, 0);
        }
        if (count > 0) return SocketOutcome.Done;
        SocketOutcome outcome = count == 0 ? SocketOutcome.FileEnded : SocketOutcome.FileFailed;
        count = 0;
        return outcome;
    }

    private static bool HoldsByte(int file, long offset)
    {
        byte value;
        nint* vector = stackalloc nint[2];
        vector[0] = (nint)(&value);
        vector[1] = 1;
        return Libc.ReadVectors(file, vector, 1, offset, Libc.ReadNoWait) == 1;
    }
}
