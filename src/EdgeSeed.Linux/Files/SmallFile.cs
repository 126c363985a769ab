namespace EdgeSeed.Linux.Files;

/// <summary>Reads small files whole, such as those of <c>/proc</c>, whose length is known only by reading.</summary>
internal static class SmallFile
{
    private const int FirstBytes = 16 * 1024;

    /// <summary>Reads a file from its beginning.</summary>
    /// <param name="path">The path, without a terminating NUL.</param>
    /// <param name="maxLength">What lies behind so many bytes is left.</param>
    /// <param name="content">What was read; empty on failure.</param>
    /// <returns>errno, 0 for success.</returns>
    internal static int Read(ReadOnlySpan<byte> path, int maxLength, out byte[] content)
    {
        content = [];
        int errno = FileDescriptor.OpenPath(path, OpenFlags.ReadOnly | OpenFlags.NonBlocking, out FileDescriptor? file);
        if (errno != Errno.None) return errno;
        using (file)
        {
            byte[] buffer = new byte[Math.Min(FirstBytes, maxLength)];
            int length = 0;
            while (true)
            {
                errno = file!.ReadAt(length, buffer.AsSpan(length), out int count);
                length += count;
                if (errno != Errno.None || length < buffer.Length || length == maxLength) break;
                Array.Resize(ref buffer, Math.Min(buffer.Length * 4, maxLength));
            }
            if (errno == Errno.None) content = buffer[..length];
            return errno;
        }
    }
}
