using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EdgeSeed.Linux.Files;

/// <summary>Lists a directory by <c>getdents64(2)</c>: names as the bytes they are, in the file system's own order.</summary>
internal static unsafe class DirectoryListing
{
    private const int BufferLength = 32 * 1024;

    // struct linux_dirent64: u64 inode, s64 offset, u16 record length, u8 type, then the NUL-terminated name.
    private const int RecordLengthOffset = 16;
    private const int NameOffset = 19;

    /// <summary>Calls <paramref name="visit"/> for each name but <c>.</c> and <c>..</c>, until it returns false.</summary>
    /// <param name="directory">Opened for reading, not by <see cref="OpenFlags.PathOnly"/>, and not listed before.</param>
    /// <param name="visit">Borrows the name only for the call.</param>
    /// <returns>errno, 0 for success.</returns>
    internal static int ForEach(FileDescriptor directory, Func<ReadOnlySpan<byte>, bool> visit)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            using FileDescriptor.Use use = new(directory);
            while (true)
            {
                nint read;
                fixed (byte* start = buffer) read = Libc.GetDirectoryEntries(use.Number, start, BufferLength);
                if (read < 0)
                {
                    int errno = Marshal.GetLastPInvokeError();
                    if (errno == Errno.Interrupted) continue;
                    return errno;
                }
                if (read == 0) return Errno.None;
                for (ReadOnlySpan<byte> records = buffer.AsSpan(0, (int)read); !records.IsEmpty;)
                {
                    int length = BinaryPrimitives.ReadUInt16LittleEndian(records[RecordLengthOffset..]);
                    ReadOnlySpan<byte> name = records[NameOffset..length];
                    name = name[..name.IndexOf((byte)0)];
                    records = records[length..];
                    if (name.SequenceEqual("."u8) || name.SequenceEqual(".."u8)) continue;
                    if (!visit(name)) return Errno.None;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
