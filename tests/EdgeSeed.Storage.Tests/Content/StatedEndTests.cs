using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Tests.Sample;

namespace EdgeSeed.Storage.Tests.Content;

public sealed class StatedEndTests : IDisposable
{
    private readonly SampleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Formats => [.. Samples.Keys];

    private static Dictionary<string, byte[]> Samples => new()
    {
        ["mp4"] = [0, 0, 0, 24, .. "ftypisom\0\0\u0002\0isomiso2"u8, 0, 0, 0, 16, .. "moov"u8, .. new byte[8], 0, 0, 3, 0xe8, .. "mdat"u8, .. new byte[992]],
        ["mp4 of more than 4 GiB"] = [0, 0, 0, 16, .. "ftypisom\0\0\u0002\0"u8, 0, 0, 0, 1, .. "mdat"u8, 0, 0, 0, 0, 0, 0, 3, 0xe8, .. new byte[984]],
        ["mkv"] = [0x1a, 0x45, 0xdf, 0xa3, 0x84, 1, 2, 3, 4, 0x18, 0x53, 0x80, 0x67, 0x01, 0, 0, 0, 0, 0, 3, 0xe8, .. new byte[1000]],
        ["webm"] = [0x1a, 0x45, 0xdf, 0xa3, 0x40, 2, 1, 2, 0x18, 0x53, 0x80, 0x67, 0x43, 0xe8, .. new byte[1000]],
        ["avi"] = [.. "RIFF"u8, 0xe8, 3, 0, 0, .. "AVI "u8, .. new byte[996]],
        ["iso"] = Image(40),
        ["7z"] = [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4, .. new byte[4], 100, 0, 0, 0, 0, 0, 0, 0, 50, 0, 0, 0, 0, 0, 0, 0, .. new byte[4], .. new byte[150]],
        ["zip"] = Zip(),
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void File_that_says_where_it_ends_is_missing_its_end_until_then(string format)
    {
        byte[] whole = Samples[format];
        Assert.False(IsMissing(whole));
        Assert.False(IsMissing([.. whole, 0, 0, 0]));
        foreach (int length in (int[])[whole.Length - 1, whole.Length * 95 / 100]) Assert.True(IsMissing(whole[..length]), $"{length} of {whole.Length}");
    }

    [Fact]
    public void File_that_says_nothing_is_whole()
    {
        byte[] live = Samples["mkv"];
        // "Unknown", as who records live writes it.
        Array.Fill<byte>(live, 0xff, 14, 7);
        Assert.False(IsMissing(live[..100]));
        byte[] toTheEnd = Samples["mp4"];
        toTheEnd.AsSpan(40, 4).Clear();
        Assert.False(IsMissing(toTheEnd[..100]));
        foreach (string text in (string[])["", "x", "a text of some length that says nothing of itself", "RIFF\xff\xff\xff\xffWAVEfmt 1234567890", "%PDF-1.4 and more of it"]) Assert.False(IsMissing(Encoding.Latin1.GetBytes(text)));
        Assert.False(StatedEnd.IsMissing(new ContentLocation(_folder.Path.Join("gone"u8))));
        Assert.False(StatedEnd.IsMissing(_folder.Location));
    }

    [Fact]
    public void Any_bytes_are_looked_at_without_a_fault()
    {
        var random = new Random(5);
        byte[][] samples = [.. Samples.Values];
        for (int i = 0; i < 2_000; i++)
        {
            byte[] bytes = [.. samples[i % samples.Length]];
            for (int changes = random.Next(8); changes > 0; changes--) bytes[random.Next(Math.Min(48, bytes.Length))] = (byte)random.Next(256);
            IsMissing(bytes[..random.Next(bytes.Length + 1)]);
        }
    }

    private bool IsMissing(byte[] content) => StatedEnd.IsMissing(new ContentLocation(_folder.Write("file", content)));

    private static byte[] Image(int blocks)
    {
        byte[] image = new byte[blocks * 2048];
        "\u0001CD001"u8.CopyTo(image.AsSpan(32768));
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(32768 + 80), blocks);
        BinaryPrimitives.WriteInt16LittleEndian(image.AsSpan(32768 + 128), 2048);
        return image;
    }

    private static byte[] Zip()
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = zip.CreateEntry("a", CompressionLevel.NoCompression).Open();
            entry.Write(new byte[1000]);
        }
        return file.ToArray();
    }
}
