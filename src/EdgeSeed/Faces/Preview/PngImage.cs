using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using EdgeSeed.Hardware.Displays;

namespace EdgeSeed.Faces.Preview;

/// <summary>Writes a canvas as a PNG of two colours (RFC 2083), enlarged, with a dark edge as the panel has one. The same canvas gives the same bytes.</summary>
internal static class PngImage
{
    /// <summary>Pixels of the picture for each of the display's.</summary>
    public const int Scale = 4;

    private const int Edge = 4;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Dark, and lit.</summary>
    private static ReadOnlySpan<byte> Palette => [0x06, 0x0A, 0x10, 0xC4, 0xE8, 0xFF];

    /// <summary>The file's bytes.</summary>
    public static byte[] Write(Canvas canvas)
    {
        int width = (canvas.Width + (2 * Edge)) * Scale;
        int height = (canvas.Height + (2 * Edge)) * Scale;
        int stride = 1 + (width / 8);
        var rows = new byte[stride * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                if (canvas.IsLit((x / Scale) - Edge, (y / Scale) - Edge)) rows[(y * stride) + 1 + (x / 8)] |= (byte)(0x80 >> (x % 8));
        }

        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 1; // bits a pixel
        header[9] = 3; // by palette
        var file = new List<byte>();
        file.AddRange(Signature);
        AddChunk(file, "IHDR"u8, header);
        AddChunk(file, "PLTE"u8, Palette);
        AddChunk(file, "IDAT"u8, Compress(rows));
        AddChunk(file, "IEND"u8, []);
        return [.. file];
    }

    private static void AddChunk(List<byte> file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.AddRange(number);
        file.AddRange(type);
        file.AddRange(data);
        var sum = new Crc32();
        sum.Append(type);
        sum.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, sum.GetCurrentHashAsUInt32());
        file.AddRange(number);
    }

    private static byte[] Compress(byte[] rows)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.SmallestSize)) zlib.Write(rows);
        return compressed.ToArray();
    }
}
