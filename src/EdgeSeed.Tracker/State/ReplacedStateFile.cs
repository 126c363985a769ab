using System.Text;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Files;

namespace EdgeSeed.Tracker.State;

/// <summary>Replaces one of the tracker's files as a whole (<see cref="ReplacedFile"/>).</summary>
internal static class ReplacedStateFile
{
    /// <summary>Read and written by the owner, read by all.</summary>
    private const uint Mode = 0x1a4;

    /// <summary>Replaces a file.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="write">Appends what it is to hold; returns an errno.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="IOException">It could not be written; the old one is as it was.</exception>
    public static long Write(string path, Func<ReplacedFile, int> write)
    {
        byte[] name = Encoding.UTF8.GetBytes(Path.GetFileName(path));
        int errno = FileDescriptor.OpenPath(Encoding.UTF8.GetBytes(Path.GetDirectoryName(path)!), OpenFlags.Directory, out FileDescriptor? directory);
        if (errno != Errno.None) throw new IOException(Errno.Describe(errno));
        using (directory)
        {
            errno = ReplacedFile.Begin(directory!, [.. name, .. ".new"u8], Mode, out ReplacedFile? file);
            if (errno != Errno.None) throw new IOException(Errno.Describe(errno));
            using (file)
            {
                errno = write(file!);
                if (errno == Errno.None) errno = file!.Commit(name);
                return errno == Errno.None ? file!.Length : throw new IOException(Errno.Describe(errno));
            }
        }
    }
}
