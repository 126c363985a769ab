using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Terminal;
using EdgeSeed.Torrents;

namespace EdgeSeed.Commands;

/// <summary>Where <c>make</c> puts a torrent: a file, or standard output. What stands in the way is found before hours of hashing.</summary>
/// <param name="path">The file; <c>-</c> for standard output.</param>
/// <param name="isReplacing">Whether a file that is there may be replaced.</param>
internal sealed class TorrentOutput(string path, bool isReplacing)
{
    /// <summary>Stands for standard output.</summary>
    public const string Dash = "-";

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>Whether the torrent itself goes to standard output.</summary>
    public bool IsStandardOutput => path == Dash;

    /// <summary>What will hinder it, in a sentence; null when nothing is seen.</summary>
    /// <param name="input">The file or folder that is published: nothing is written into it or over it.</param>
    public string? FindObstacle(string input)
    {
        if (IsStandardOutput) return Console.IsOutputRedirected ? null : "a torrent is no text for a terminal: pipe it, or name a file with --output FILE";
        if (System.Text.Encoding.UTF8.GetByteCount(System.IO.Path.GetFileName(path)) > SafePath.MaxSegmentLength)
            return $"{path}: a file's name has at most {SafePath.MaxSegmentLength} bytes; --output FILE names another";
        // A rename would put a file in the place of a device, a pipe or a link.
        if (!IsReplaceable(path)) return $"{path} is no ordinary file, so nothing is put in its place: --output FILE names one, and --output - writes to standard output";
        if (Directory.Exists(path)) return $"{path} is a folder: --output FILE names the torrent to write";
        if (IsWithin(path, input)) return $"{path} is, or lies in, what is to be published; --output FILE names a place outside, such as {Beside(input)}";
        if (!isReplacing && File.Exists(path)) return $"{path} is there already; --force replaces it";
        try
        {
            // Made and gone again: whether a folder can be written to is known only by writing.
            using FileStream probe = new(Temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return TorrentSource.Describe(Folder, exception);
        }
    }

    /// <summary>Writes beside the target and renames, so that a half-written torrent never bears its name.</summary>
    /// <returns>What went wrong, or null.</returns>
    /// <exception cref="OutputException">Standard output could not be written.</exception>
    public string? Write(ReadOnlyMemory<byte> file)
    {
        if (IsStandardOutput)
        {
            using var output = new StandardStream(StandardStream.Output, isResult: true);
            output.Write(file.Span);
            return null;
        }
        try
        {
            using (FileStream stream = new(Temporary, FileMode.CreateNew, FileAccess.Write)) stream.Write(file.Span);
            File.Move(Temporary, path, isReplacing);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            try { File.Delete(Temporary); }
            catch (Exception second) when (second is IOException or UnauthorizedAccessException) { return TorrentSource.Describe(Temporary, second); }
            return TorrentSource.Describe(path, exception);
        }
    }

    // Of its own, since a name with something behind it may be too long.
    private string Temporary => System.IO.Path.Combine(Folder, $".edgeseed.{Environment.ProcessId}.tmp");

    private string Folder => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;

    /// <summary>Whether a file that need not be there yet is the other, or lies below it, whatever links lead there.</summary>
    private static bool IsWithin(string file, string other)
    {
        string root = Real(other);
        string place = File.Exists(file) ? Real(file) : System.IO.Path.Combine(Real(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file))!), System.IO.Path.GetFileName(file));
        return place == root || place.StartsWith(root.TrimEnd('/') + '/', StringComparison.Ordinal);
    }

    private static bool IsReplaceable(string file)
    {
        if (new FileInfo(file).LinkTarget is not null) return false;
        return FileDescriptor.StatusOfPath(LocalPath.FromString(file).Bytes, out FileStatus status) != 0 || status.Kind == FileKind.Regular;
    }

    /// <summary>The path without links, as far as it is there.</summary>
    private static string Real(string given)
    {
        string full = System.IO.Path.GetFullPath(given), real = "/";
        foreach (string element in full.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            real = System.IO.Path.Combine(real, element);
            FileSystemInfo entry = new FileInfo(real);
            try
            {
                if (entry.LinkTarget is not null && entry.ResolveLinkTarget(returnFinalTarget: true) is { } target) real = target.FullName;
            }
            catch (IOException)
            {
                // A circle of links leads nowhere: who reads it says so.
            }
        }
        return real;
    }

    private static string Beside(string input)
    {
        string full = System.IO.Path.GetFullPath(input).TrimEnd('/');
        return System.IO.Path.Combine(System.IO.Path.GetDirectoryName(full) ?? "/", System.IO.Path.GetFileName(full) + ".torrent");
    }
}
