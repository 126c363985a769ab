using System.Security.Cryptography;
using System.Text;

namespace EdgeSeed.Tests.Common;

/// <summary>Torrents of data that a test has in its hands, BitTorrent v1.</summary>
internal static class SampleTorrent
{
    /// <summary>The bytes of a torrent of these files.</summary>
    /// <param name="name">Of the file or folder.</param>
    /// <param name="pieceLength">Bytes.</param>
    /// <param name="files">Paths with <c>/</c> between their parts; one without a path is of a single file.</param>
    public static byte[] Of(string name, int pieceLength, params (string Path, byte[] Data)[] files)
    {
        byte[] all = [.. files.SelectMany(static file => file.Data)];
        var torrent = new MemoryStream();
        torrent.Write("d4:infod"u8);
        string list = string.Concat(files.Select(static file => $"d6:lengthi{file.Data.Length}e4:pathl{string.Concat(file.Path.Split('/').Select(Text))}ee"));
        Write(files[0].Path.Length == 0 ? $"6:lengthi{all.Length}e" : $"5:filesl{list}e");
        Write($"4:name{Text(name)}12:piece lengthi{pieceLength}e6:pieces{(all.Length + pieceLength - 1) / pieceLength * SHA1.HashSizeInBytes}:");
        for (int start = 0; start < all.Length; start += pieceLength) torrent.Write(SHA1.HashData(all.AsSpan(start, Math.Min(pieceLength, all.Length - start))));
        torrent.Write("ee"u8);
        return torrent.ToArray();

        void Write(string part) => torrent.Write(Encoding.UTF8.GetBytes(part));

        static string Text(string text) => $"{Encoding.UTF8.GetByteCount(text)}:{text}";
    }
}
