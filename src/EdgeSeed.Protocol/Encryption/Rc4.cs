using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeSeed.Protocol.Encryption;

/// <summary>
/// The RC4 stream cipher, as Message Stream Encryption uses it to hide a stream, not to protect one. A value of 258 bytes: a copy continues on its
/// own, so a copy taken before a send takes the cipher back to where the socket stopped.
/// </summary>
public struct Rc4
{
    private const int StateLength = 256;

    private State _state;
    private byte _first;
    private byte _second;

    /// <summary>Schedules a key.</summary>
    /// <param name="key">1 to 256 bytes.</param>
    public Rc4(ReadOnlySpan<byte> key)
    {
        Span<byte> state = _state;
        for (int i = 0; i < StateLength; i++) state[i] = (byte)i;
        byte other = 0;
        for (int i = 0; i < StateLength; i++)
        {
            other += (byte)(state[i] + key[i % key.Length]);
            (state[i], state[other]) = (state[other], state[i]);
        }
    }

    /// <summary>Encrypts or decrypts: both are the same.</summary>
    /// <param name="source">What is to be changed.</param>
    /// <param name="destination">Where to, at least as long; may be the same memory.</param>
    public void Apply(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        destination = destination[..source.Length];
        // Indices are bytes into 256 bytes, which the compiler cannot see: checking each would cost a third of the speed.
        ref byte state = ref MemoryMarshal.GetReference((Span<byte>)_state);
        byte first = _first, second = _second;
        for (int at = 0; at < source.Length; at++)
        {
            first++;
            byte left = Unsafe.Add(ref state, first);
            second += left;
            byte right = Unsafe.Add(ref state, second);
            Unsafe.Add(ref state, first) = right;
            Unsafe.Add(ref state, second) = left;
            destination[at] = (byte)(source[at] ^ Unsafe.Add(ref state, (byte)(left + right)));
        }
        (_first, _second) = (first, second);
    }

    /// <summary>Passes over bytes of the key stream.</summary>
    /// <param name="count">How many.</param>
    public void Skip(int count)
    {
        Span<byte> state = _state;
        byte first = _first, second = _second;
        for (; count > 0; count--)
        {
            first++;
            byte left = state[first];
            second += left;
            state[first] = state[second];
            state[second] = left;
        }
        (_first, _second) = (first, second);
    }

    [InlineArray(StateLength)]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Style", "IDE0044:Add readonly modifier", Justification = "The one field of an inline array is its storage.")]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Style", "IDE0051:Remove unused private members", Justification = "The one field of an inline array is its storage.")]
    private struct State
    {
        private byte _element;
    }
}
