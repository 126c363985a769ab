using System.Runtime.InteropServices;

namespace EdgeSeed.Linux;

/// <content>The process itself: its threads, its memory, its libraries, and what the kernel told it.</content>
internal static unsafe partial class Libc
{
    /// <summary><c>AT_PHDR</c> of getauxval(3): where the program's own headers are.</summary>
    public const nuint AuxiliaryProgramHeaders = 3;

    /// <summary><c>AT_PHNUM</c>: how many there are.</summary>
    public const nuint AuxiliaryProgramHeaderCount = 5;

    /// <summary><c>AT_BASE</c>: where the loader is.</summary>
    public const nuint AuxiliaryInterpreter = 7;

    /// <summary><c>AT_HWCAP</c>: what the processor has, as bits.</summary>
    public const nuint AuxiliaryHardware = 16;

    /// <summary><c>HWCAP_SHA1</c> on 64-bit Arm.</summary>
    public const nuint ArmHasSha1 = 1 << 5;

    /// <summary><c>HWCAP_SHA2</c> on 64-bit Arm: SHA-256.</summary>
    public const nuint ArmHasSha256 = 1 << 6;

    /// <summary><c>RTLD_LAZY | RTLD_NOLOAD</c>.</summary>
    public const int OpenIfLoaded = 1 | 4;

    /// <summary><c>RTLD_DI_LINKMAP</c>.</summary>
    public const int LinkMap = 2;

    /// <summary><c>MADV_DONTNEED</c>.</summary>
    public const int MemoryNotNeeded = 4;

    /// <summary><c>M_ARENA_MAX</c>: heaps that malloc(3) makes for threads.</summary>
    public const int MostArenas = -8;

    /// <summary><c>_SC_PHYS_PAGES</c>: the machine's memory, in pages.</summary>
    public const int MemoryPages = 85;

    /// <summary>-1 when it is not told.</summary>
    [LibraryImport("libc", EntryPoint = "sysconf")]
    public static partial nint SystemSetting(int name);

    /// <summary>0 when it is not told.</summary>
    [LibraryImport("libc", EntryPoint = "getauxval")]
    public static partial nuint AuxiliaryValue(nuint type);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    public static partial int SetPriority(int which, int who, int nice);

    /// <summary>Returns 1 on success.</summary>
    [LibraryImport("libc", EntryPoint = "mallopt")]
    public static partial int SetAllocator(int option, int value);

    [LibraryImport("libc", EntryPoint = "madvise")]
    public static partial int AdviseMemory(nuint start, nuint length, int advice);

    /// <summary>Returns 0 on failure.</summary>
    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OpenLibrary(string library, int flags);

    [LibraryImport("libc", EntryPoint = "dlinfo")]
    public static partial int DescribeLibrary(nint library, int request, void* answer);
}
