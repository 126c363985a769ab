using System.Globalization;
using System.Text;

namespace EdgeSeed.Protocol.Tests.Torrents;

/// <summary>Small torrents written by hand, byte for byte as Latin-1, so that a test shows what it feeds.</summary>
internal static class TorrentText
{
    /// <summary>Each character is one byte.</summary>
    public static byte[] Bytes(string latin1) => Encoding.Latin1.GetBytes(latin1);

    /// <summary>A bencoded string.</summary>
    public static string Text(string latin1) => latin1.Length.ToString(CultureInfo.InvariantCulture) + ":" + latin1;

    /// <summary>So many made-up piece hashes.</summary>
    public static string Pieces(int count) => Text(new string('h', count * 20));

    /// <summary>A <c>.torrent</c> around the inside of an info dictionary.</summary>
    public static byte[] Torrent(string info) => Bytes($"d4:infod{info}ee");

    /// <summary>An entry of <c>files</c>.</summary>
    public static string File(long length, params string[] path) => $"d6:lengthi{length}e4:pathl{string.Concat(path.Select(Text))}ee";

    /// <summary>A torrent of several files in pieces of 16 KiB, with as many hashes as these bytes need.</summary>
    public static byte[] Tree(long totalLength, params string[] entries) =>
        Torrent($"5:filesl{string.Concat(entries)}e4:name4:tree12:piece lengthi16384e6:pieces{Pieces((int)((totalLength + 16383) / 16384))}");
}
