using EdgeSeed.Tracker.Posix;

namespace EdgeSeed.Tracker.State;

/// <summary>A file that is written anew as a whole: after a power cut it is the old one or the new one.</summary>
internal static class ReplacedFile
{
    private const int BufferBytes = 16 * 1024;

    /// <summary>Writes a temporary file beside it, then fsync, rename, and fsync of the directory.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="write">Writes what it is to hold.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="IOException">It could not be written; the old one is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written to.</exception>
    public static long Write(string path, Action<FileStream> write)
    {
        string temporary = path + ".new";
        long length;
        using (FileStream stream = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes))
        {
            write(stream);
            length = stream.Length;
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
        if (OperatingSystem.IsLinux()) Libc.SyncDirectory(Path.GetDirectoryName(path)!);
        return length;
    }
}
