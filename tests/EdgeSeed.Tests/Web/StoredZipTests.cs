using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using EdgeSeed.Web;

namespace EdgeSeed.Tests.Web;

public sealed class StoredZipTests
{
    [Fact]
    public void Archive_is_read_by_another_reader_and_is_as_long_as_it_says()
    {
        (string Name, byte[] Data)[] files = [("folder/a.txt", "hello"u8.ToArray()), ("folder/leer", []), ("folder/sub/電影 ü.bin", [.. Enumerable.Range(0, 70_000).Select(i => (byte)i)])];
        var zip = new StoredZip([.. files.Select(file => new EdgeSeed.Web.ZipFile(Encoding.UTF8.GetBytes(file.Name), file.Data.Length))], writtenAt: 1_700_000_000);
        using var archive = new MemoryStream();
        for (int i = 0; i < files.Length; i++)
        {
            archive.Write(zip.Head(i));
            archive.Write(files[i].Data);
            archive.Write(zip.Tail(i, Crc32.HashToUInt32(files[i].Data)));
        }
        foreach (byte[] part in zip.Directory()) archive.Write(part);
        Assert.Equal(zip.Length, archive.Length);

        using var read = new ZipArchive(archive, ZipArchiveMode.Read);
        Assert.Equal(files.Select(file => file.Name), read.Entries.Select(entry => entry.FullName));
        for (int i = 0; i < files.Length; i++)
        {
            using Stream content = read.Entries[i].Open();
            using var copy = new MemoryStream();
            content.CopyTo(copy);
            Assert.Equal(files[i].Data, copy.ToArray());
            Assert.Equal(Crc32.HashToUInt32(files[i].Data), read.Entries[i].Crc32);
            Assert.Equal(new DateTime(2023, 11, 14), read.Entries[i].LastWriteTime.Date);
            // Unix: of what others made, Linux's unzip reads names as those of DOS.
            Assert.Equal(0x81A4_0000, (uint)read.Entries[i].ExternalAttributes);
            Assert.Equal(3, archive.ToArray()[CentralOffset(archive.ToArray(), i) + 5]);
        }
    }

    private static int CentralOffset(byte[] archive, int index)
    {
        int at = -1;
        for (; index >= 0; index--) at += 1 + archive.AsSpan(at + 1).IndexOf("PK\u0001\u0002"u8);
        return at;
    }

    [Theory]
    [InlineData(new[] { 5L << 30 })]
    [InlineData(new[] { 3L << 30, 3L << 30, 1L })]
    [InlineData(new[] { 4294967294L, 10L })]
    public void Archive_beyond_four_gibibytes_is_understood_by_another_reader(long[] lengths)
    {
        var zip = new StoredZip([.. lengths.Select((length, i) => new EdgeSeed.Web.ZipFile(Encoding.UTF8.GetBytes($"f{i}"), length))], writtenAt: 0);
        string path = Path.GetTempFileName();
        try
        {
            // The data is holes: only its place matters here.
            using (FileStream archive = File.OpenWrite(path))
            {
                for (int i = 0; i < lengths.Length; i++)
                {
                    archive.Write(zip.Head(i));
                    archive.Seek(lengths[i], SeekOrigin.Current);
                    archive.Write(zip.Tail(i, (uint)i));
                }
                foreach (byte[] part in zip.Directory()) archive.Write(part);
                Assert.Equal(zip.Length, archive.Length);
            }
            using ZipArchive read = System.IO.Compression.ZipFile.OpenRead(path);
            Assert.Equal(lengths, read.Entries.Select(entry => entry.Length));
            using Stream last = read.Entries[^1].Open();
            Assert.Equal(0, last.ReadByte());
        }
        finally
        {
            File.Delete(path);
        }
    }
}
