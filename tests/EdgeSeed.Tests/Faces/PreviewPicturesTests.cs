using System.Buffers.Binary;
using System.IO.Compression;
using EdgeSeed.Faces.Preview;
using EdgeSeed.Hardware.Displays;
using EdgeSeed.Tests.House;

namespace EdgeSeed.Tests.Faces;

/// <summary>The pictures of the display in <c>hardware/pages</c> are what the program draws.</summary>
public class PreviewPicturesTests
{
    /// <summary>Signature and IHDR: width, height and kind.</summary>
    private const int HeadBytes = 33;

    private static readonly string Folder = Path.Combine(Repository.Root, "hardware", "pages");

    [Fact]
    public void Pictures_in_the_tree_are_what_the_program_draws()
    {
        List<string> drawn = [];
        PreviewFiles.Draw((name, bytes) =>
        {
            drawn.Add(name);
            // By pixels: the same ones may be compressed otherwise by another version of the framework.
            byte[] kept = File.ReadAllBytes(Path.Combine(Folder, name));
            bool isSame = !Path.GetExtension(name).Equals(".png", StringComparison.Ordinal)
                ? kept.AsSpan().SequenceEqual(bytes)
                : kept.AsSpan(0, HeadBytes).SequenceEqual(bytes.AsSpan(0, HeadBytes)) && Decompress(kept).AsSpan().SequenceEqual(Decompress(bytes));
            Assert.True(isSame, $"{name} differs; 'edgeseed display preview --out hardware/pages' draws it anew");
        });
        Assert.Equal(drawn.Order(), Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)!).Order());
    }

    [SkippableTheory]
    [InlineData(64)]
    [InlineData(32)]
    public async Task Address_is_read_off_the_display_by_an_independent_reader(int height) =>
        Assert.Equal(PreviewPages.Busy.PageUrl, await CodeReader.ReadAsync(Path.Combine(Folder, $"address-128x{height}.png")));

    [Fact]
    public void Picture_file_holds_the_canvas_enlarged()
    {
        var canvas = new Canvas(128, 32);
        var random = new Random(3);
        for (int i = 0; i < 900; i++) canvas.Set(random.Next(128), random.Next(32));

        byte[] file = PngImage.Write(canvas);

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], file[..4]);
        int width = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16));
        int height = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20));
        Assert.Equal((544, 160), (width, height));
        byte[] rows = Decompress(file);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                Assert.Equal(canvas.IsLit((x / 4) - 4, (y / 4) - 4), (rows[(y * 69) + 1 + (x / 8)] >> (7 - (x % 8)) & 1) != 0);
    }

    private static byte[] Decompress(byte[] file)
    {
        int at = file.AsSpan().IndexOf("IDAT"u8);
        int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at - 4));
        using var zlib = new ZLibStream(new MemoryStream(file, at + 4, length), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        return rows.ToArray();
    }
}
