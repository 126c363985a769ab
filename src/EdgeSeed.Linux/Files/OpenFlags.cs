using System.Runtime.InteropServices;

namespace EdgeSeed.Linux.Files;

/// <summary>Flags of <c>openat(2)</c> and <c>statx(2)</c> from the Linux UAPI headers.</summary>
internal static class OpenFlags
{
    internal const int ReadOnly = 0;
    internal const int WriteOnly = 1;
    internal const int ReadWrite = 2;
    internal const int Create = 0x40;
    internal const int Exclusive = 0x80;

    /// <summary>A terminal that somebody names as a file must not become ours.</summary>
    internal const int NoControllingTerminal = 0x100;

    /// <summary>Opening a FIFO for reading returns at once instead of waiting for its writer.</summary>
    internal const int NonBlocking = 0x800;
    internal const int NoAccessTime = 0x40000;
    internal const int CloseOnExec = 0x80000;

    /// <summary>A handle to a place, not to its content: nothing is opened, so even a device is safe to name.</summary>
    internal const int PathOnly = 0x200000;

    /// <summary>Base for a relative path: the working directory.</summary>
    internal const int WorkingDirectory = -100;
    internal const int StatNoFollow = 0x100;
    internal const int StatEmptyPath = 0x1000;

    /// <summary>Arm has its own numbers for these two (<c>arch/arm64/include/uapi/asm/fcntl.h</c>); every other flag here is common.</summary>
    internal static readonly int Directory = IsArm ? 0x4000 : 0x10000;

    /// <inheritdoc cref="Directory"/>
    internal static readonly int NoFollow = IsArm ? 0x8000 : 0x20000;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
}
