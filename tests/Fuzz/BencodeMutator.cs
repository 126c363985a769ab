using System.Text;
using EdgeSeed.Protocol.Bencode;

namespace EdgeSeed.Fuzz;

/// <summary>Changes bencoded bytes value by value, so that lengths stay right and the change reaches what lies behind the reader.</summary>
public sealed class BencodeMutator(Mutator mutator)
{
    private static readonly string[] Integers =
    [
        "i0e", "i-1e", "i1e", "i16384e", "i2147483647e", "i2147483648e", "i4294967296e", "i9223372036854775807e", "i-9223372036854775808e", "i99999999999999999999e",
        "i-0e", "i007e", "i-07e", "i+7e", "i 7e", "i7 e", "ie", "i-e", "i7.0e", "i0x7e", "1:7", "le", "de",
    ];

    private static readonly byte[][] Keys =
    [
        .. new[]
        {
            "announce", "announce-list", "attr", "comment", "created by", "creation date", "file tree", "files", "httpseeds", "info", "length", "md5sum", "meta version",
            "name", "name.utf-8", "nodes", "path", "path.utf-8", "piece layers", "piece length", "pieces", "private", "sha1", "source", "symlink path", "url-list", "", "zz",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    private static readonly byte[][] Names =
        [[], "."u8.ToArray(), ".."u8.ToArray(), "/"u8.ToArray(), "/etc"u8.ToArray(), "a/b"u8.ToArray(), "a\0b"u8.ToArray(), "..\\x"u8.ToArray(), [0xff, 0xfe], "a"u8.ToArray(), new byte[300]];

    /// <summary>A copy of a well-formed value with one to three of its tokens replaced, dropped, doubled or swapped.</summary>
    public byte[] Mutate(ReadOnlySpan<byte> sample)
    {
        List<byte[]> tokens = Split(sample);
        for (int changes = mutator.Random.Next(1, 4); changes > 0 && tokens.Count > 0; changes--) Change(tokens);
        return [.. tokens.SelectMany(token => token)];
    }

    private static List<byte[]> Split(ReadOnlySpan<byte> sample)
    {
        var tokens = new List<byte[]>();
        var reader = new BencodeReader(sample, new BencodeLimits());
        while (reader.Read()) tokens.Add(sample[reader.Offset..reader.Position].ToArray());
        return tokens;
    }

    private void Change(List<byte[]> tokens)
    {
        int at = mutator.Random.Next(tokens.Count), other = mutator.Random.Next(tokens.Count);
        byte[] token = tokens[at];
        switch (mutator.Random.Next(10))
        {
            case 0: tokens.RemoveAt(at); break;
            case 1: tokens.Insert(at, token); break;
            case 2: (tokens[at], tokens[other]) = (tokens[other], token); break;
            case 3: tokens[at] = tokens[other]; break;
            case 4: tokens.Insert(at, mutator.Mutate(token)); break;
            case 5: InsertPair(tokens, at); break;
            case 6 when token is [>= (byte)'0' and <= (byte)'9', ..]: tokens[at] = [.. (mutator.Random.Next(2) == 0 ? "0"u8 : "00"u8), .. token]; break;
            default: tokens[at] = Replace(token); break;
        }
    }

    /// <summary>A key that torrents have, with a value of any kind, wherever that falls: mostly in a dictionary, out of order, often for the second time.</summary>
    private void InsertPair(List<byte[]> tokens, int at)
    {
        byte[] value = mutator.Random.Next(3) switch
        {
            0 => Encoding.ASCII.GetBytes(Integers[mutator.Random.Next(Integers.Length)]),
            1 => Text(Names[mutator.Random.Next(Names.Length)]),
            _ => tokens[mutator.Random.Next(tokens.Count)],
        };
        tokens.InsertRange(at, [Text(Keys[mutator.Random.Next(Keys.Length)]), value]);
    }

    private byte[] Replace(byte[] token)
    {
        if (token is [(byte)'i', ..]) return Encoding.ASCII.GetBytes(Integers[mutator.Random.Next(Integers.Length)]);
        if (token is not [>= (byte)'0' and <= (byte)'9', ..]) return token;
        byte[] text = token[(Array.IndexOf(token, (byte)':') + 1)..];
        text = mutator.Random.Next(2) == 0 ? Names[mutator.Random.Next(Names.Length)] : mutator.Mutate(text);
        return Text(text);
    }

    private static byte[] Text(byte[] text) => [.. Encoding.ASCII.GetBytes($"{text.Length}:"), .. text];
}
