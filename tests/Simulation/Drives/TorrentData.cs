using System.Numerics;
using System.Runtime.InteropServices;

namespace Simulation.Drives;

/// <summary>The true bytes of one torrent: a function of their place, so that nobody keeps them.</summary>
/// <param name="key">Tells torrents apart.</param>
internal sealed class TorrentData(ulong key)
{
    /// <summary>Writes the bytes from an offset on.</summary>
    public void Fill(long offset, Span<byte> bytes)
    {
        int lead = (int)(-offset & 7);
        if (lead > 0)
        {
            ulong word = Word(offset >> 3);
            for (int i = 0; i < lead && i < bytes.Length; i++) bytes[i] = (byte)(word >> (int)((offset + i) & 7) * 8);
            if (lead >= bytes.Length) return;
        }
        Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes[lead..]);
        long at = (offset + lead) >> 3;
        for (int i = 0; i < words.Length; i++) words[i] = Word(at + i);
        int done = lead + words.Length * 8;
        if (done == bytes.Length) return;
        ulong last = Word(at + words.Length);
        for (int i = done; i < bytes.Length; i++, last >>= 8) bytes[i] = (byte)last;
    }

    /// <summary>Whether these are the bytes from an offset on.</summary>
    public bool IsAt(long offset, ReadOnlySpan<byte> bytes)
    {
        Span<byte> expected = stackalloc byte[4096];
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(bytes.Length, expected.Length);
            Fill(offset, expected[..count]);
            if (!bytes[..count].SequenceEqual(expected[..count])) return false;
            bytes = bytes[count..];
            offset += count;
        }
        return true;
    }

    private ulong Word(long index)
    {
        ulong mixed = ((ulong)index ^ key) * 0x9E3779B97F4A7C15;
        return BitOperations.RotateLeft(mixed, 29) * 0xBF58476D1CE4E5B9;
    }
}
