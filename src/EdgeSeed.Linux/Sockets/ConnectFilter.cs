using System.Security.Cryptography;

namespace EdgeSeed.Linux.Sockets;

/// <summary>
/// Has the kernel pass over attempts to connect to a listening socket, by whom they are made: no answer is sent and no place taken, and who tries
/// tries again by itself. A classic filter program of the socket (SO_ATTACH_FILTER, socket(7)), for which no right is needed; where the kernel does not
/// take it, everybody is answered as before.
/// </summary>
/// <param name="listener">A listening TCP socket, for IPv4, IPv6 or both.</param>
internal sealed unsafe class ConnectFilter(int listener)
{
    /// <summary>Addresses that are passed over at most.</summary>
    public const int MaxAddresses = 512;

    /// <summary>Comparisons whose way to the end still fits into a step, which has eight bits for it.</summary>
    private const int Run = 250;

    private const ushort LoadByte = 0x30, LoadWord = 0x20, And = 0x54, Multiply = 0x24, Keep = 0x07, ExclusiveOr = 0xAC, IfEqual = 0x15, Jump = 0x05, Return = 0x06;

    /// <summary>From here on offsets count from the packet's IP header; others from that of TCP.</summary>
    private const uint NetworkHeader = unchecked((uint)-0x100000);

    private const uint TcpFlagsOffset = 13, SynchronizeAndAcknowledge = 0x12, Synchronize = 0x02, VersionBits = 0xF0, Version4 = 0x40, IPv4SourceOffset = 12, IPv6SourceOffset = 8;
    private const uint WholePacket = uint.MaxValue;

    /// <summary>By which the halves of an IPv6 network become one number: nobody else knows which networks share one.</summary>
    private static readonly uint s_multiplier = (uint)RandomNumberGenerator.GetInt32(int.MaxValue) | 1;

    private bool _isOn;

    /// <summary>Sets whose attempts are passed over; the others' are not any more, and whoever is connected stays.</summary>
    /// <param name="blocks">IPv4 addresses, and networks of 64 bits for IPv6, the first byte highest. At most <see cref="MaxAddresses"/>.</param>
    /// <returns>Whether the kernel took it.</returns>
    public bool PassOver(IReadOnlyCollection<(ulong Network, bool IsIPv4)> blocks)
    {
        if (blocks.Count == 0)
        {
            bool wasOn = _isOn;
            _isOn = false;
            return !wasOn || Detach(listener);
        }
        Libc.FilterStep[] steps = Write([.. blocks.Where(static block => block.IsIPv4)], [.. blocks.Where(static block => !block.IsIPv4)]);
        fixed (Libc.FilterStep* first = steps)
        {
            var program = new Libc.FilterProgram { Length = (ushort)steps.Length, Steps = first };
            bool isTaken = Libc.SetOption(listener, Libc.SocketLevel, Libc.AttachFilterOption, &program, (uint)sizeof(Libc.FilterProgram)) == 0;
            _isOn |= isTaken;
            return isTaken;
        }
    }

    /// <summary>Takes off a socket that was accepted what it has of its listener, which the kernel would else keep as long.</summary>
    public void TakeOff(int accepted)
    {
        if (_isOn) Detach(accepted);
    }

    private static bool Detach(int socket)
    {
        int unused = 0;
        return Libc.SetOption(socket, Libc.SocketLevel, Libc.DetachFilterOption, &unused, sizeof(int)) == 0;
    }

    private static Libc.FilterStep[] Write(ReadOnlySpan<(ulong Network, bool)> ipv4, ReadOnlySpan<(ulong Network, bool)> ipv6)
    {
        var steps = new List<Libc.FilterStep>
        {
            Step(LoadByte, TcpFlagsOffset),
            Step(And, SynchronizeAndAcknowledge),
            Step(IfEqual, Synchronize, whenTrue: 1),
            Step(Return, WholePacket),
            Step(LoadByte, NetworkHeader),
            Step(And, VersionBits),
            Step(IfEqual, Version4, whenFalse: 1),
        };
        int toIPv4 = steps.Count;
        steps.Add(default);
        steps.Add(Step(LoadWord, NetworkHeader + IPv6SourceOffset));
        steps.Add(Step(Multiply, s_multiplier));
        steps.Add(Step(Keep, 0));
        steps.Add(Step(LoadWord, NetworkHeader + IPv6SourceOffset + sizeof(uint)));
        steps.Add(Step(ExclusiveOr, 0));
        Span<uint> values = stackalloc uint[MaxAddresses];
        for (int i = 0; i < ipv6.Length; i++) values[i] = (uint)(ipv6[i].Network >> 32) * s_multiplier ^ (uint)ipv6[i].Network;
        Compare(steps, values[..ipv6.Length]);
        steps[toIPv4] = Step(Jump, (uint)(steps.Count - toIPv4 - 1));
        steps.Add(Step(LoadWord, NetworkHeader + IPv4SourceOffset));
        for (int i = 0; i < ipv4.Length; i++) values[i] = (uint)ipv4[i].Network;
        Compare(steps, values[..ipv4.Length]);
        return [.. steps];
    }

    /// <summary>Drops the packet if what is loaded is one of these, else takes it.</summary>
    private static void Compare(List<Libc.FilterStep> steps, ReadOnlySpan<uint> values)
    {
        while (!values.IsEmpty)
        {
            ReadOnlySpan<uint> run = values[..Math.Min(values.Length, Run)];
            for (int i = 0; i < run.Length; i++) steps.Add(Step(IfEqual, run[i], whenTrue: (byte)(run.Length - i)));
            steps.Add(Step(Jump, 1));
            steps.Add(Step(Return, 0));
            values = values[run.Length..];
        }
        steps.Add(Step(Return, WholePacket));
    }

    private static Libc.FilterStep Step(ushort code, uint value, byte whenTrue = 0, byte whenFalse = 0) =>
        new() { Code = code, WhenTrue = whenTrue, WhenFalse = whenFalse, Value = value };
}
