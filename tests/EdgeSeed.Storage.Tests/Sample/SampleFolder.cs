using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Files;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Tests.Sample;

/// <summary>A folder of this test's own, whose files may have any bytes as names; removed with everything in it.</summary>
internal sealed unsafe partial class SampleFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("edgeseed-storage-").FullName;

    internal LocalPath Path => LocalPath.FromString(_path);

    internal string Text => _path;

    internal ContentLocation Location => new(Path);

    internal LocalPath Write(string name, params byte[] content) => Write(Encoding.UTF8.GetBytes(name), content);

    internal LocalPath Write(byte[] name, params byte[] content)
    {
        LocalPath path = Path.Join(name);
        MakeFolders(name);
        int flags = OpenFlags.WriteOnly | OpenFlags.Create | 0x200;
        Check(FileDescriptor.OpenPath(path.Bytes, flags, out FileDescriptor? file, 0x1a4));
        using (file)
        {
            using FileDescriptor.Use use = new(file!);
            fixed (byte* start = content)
            {
                Assert.Equal(content.Length, (int)Libc.Write(use.Number, start, (nuint)content.Length));
            }
        }
        return path;
    }

    /// <summary>Sets the time of modification alone, by name, as tar does to a folder.</summary>
    internal void SetModified(string name)
    {
        const int currentFolder = -100;
        const nint omit = 0x3ffffffe;
        nint* times = stackalloc nint[] { 0, omit, 1_200_000_000, 0 };
        Assert.Equal(0, SetTimes(currentFolder, Text + "/" + name, times, flags: 0));
    }

    internal LocalPath WriteRandom(string name, int length, int seed = 1)
    {
        byte[] content = new byte[length];
        new Random(seed).NextBytes(content);
        return Write(name, content);
    }

    internal void WriteSparse(string name, long length)
    {
        using FileStream file = File.Create(System.IO.Path.Combine(_path, name));
        file.SetLength(length);
    }

    internal void Link(string name, string target) => File.CreateSymbolicLink(System.IO.Path.Combine(_path, name), target);

    internal void Fifo(string name) => Check(MakeFifo(System.IO.Path.Combine(_path, name), 0x1a4) == 0 ? 0 : Marshal.GetLastPInvokeError());

    public void Dispose()
    {
        // .NET cannot name, and so cannot remove, files whose names are not UTF-8.
        using Process remove = Process.Start("rm", ["-rf", "--", _path]);
        remove.WaitForExit();
    }

    private void MakeFolders(byte[] name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            if (name[i] != '/') continue;
            fixed (byte* folder = (byte[])[.. Path.Join(name.AsSpan(0, i)).Bytes, 0])
            {
                _ = Libc.MakeDirectoryAt(OpenFlags.WorkingDirectory, folder, 0x1ed);
            }
        }
    }

    private static void Check(int errno) => Assert.True(errno == 0, Errno.Describe(errno));

    [LibraryImport("libc", EntryPoint = "utimensat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetTimes(int directory, string path, nint* times, int flags);

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);
}
