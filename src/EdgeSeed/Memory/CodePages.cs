using System.Runtime.InteropServices;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Storage;
using Microsoft.Win32.SafeHandles;

namespace EdgeSeed.Memory;

/// <summary>
/// Gives back the memory under code and constants that are not in use. The kernel maps such pages by the sixteen around each one that is touched, so
/// that after the start nearly the whole program and its libraries are resident, most of them for what is done once. What is needed again is
/// mapped again from the page cache, for some microseconds; what is not, the kernel may use for files that are seeded. While memory is all but full, what is not used any more
/// on the heap is given back too.
/// </summary>
/// <remarks>
/// Only pages that are as the file has them are given back: those of segments linked as not writable (elf(5)), without any that was written to all the
/// same. The runtime keeps its stack guard in such a page, and writes it once, before everything else.
/// </remarks>
internal sealed unsafe class CodePages : IDisposable
{
    /// <summary>How often it is done, besides at the stages of the start.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>How often it is looked whether memory is near its limit: a crowd of strangers has most of the code read in half a second.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>How often it is done while it is: each time costs half a millisecond.</summary>
    public static readonly TimeSpan HurriedInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// While memory is all but full the heap is swept, after pauses so many times as long as that took, some ten milliseconds: what has become old on it and is not used any more
    /// the collector would leave there until the heap is full. A storm of requests fills some thirty megabytes a second.
    /// </summary>
    private const int SweepPauses = 9;

    /// <summary>Longest pause between sweeps that help little.</summary>
    private static readonly TimeSpan s_longestSweepPause = TimeSpan.FromSeconds(10);

    /// <summary>Most program headers that are looked at in one file, 64; those beyond are left alone. Linkers write a dozen.</summary>
    private const int MaxHeaders = 64;

    /// <summary>Most ranges that are given back, 32; those beyond are left alone. A file has three.</summary>
    private const int MaxRanges = 32;

    /// <summary>Entries of pagemap that are read at a time.</summary>
    private const int EntriesPerRead = 64;

    private const uint Load = 1, HeaderTable = 6, Writable = 2;
    private const ulong Present = 1UL << 63, Swapped = 1UL << 62, OfFile = 1UL << 61;
    private const uint Magic = 0x464C457F;

    private static readonly string[] s_libraries = ["libc.so.6", "libm.so.6", "libcrypto.so.3", "libssl.so.3"];

    private readonly Lock _finding = new();
    private readonly Range[] _ranges = new Range[MaxRanges];
    private readonly bool[] _isFound = new bool[s_libraries.Length];
    private readonly int _pageBytes = Environment.SystemPageSize;
    private readonly ITimer _timer;
    private readonly TimeProvider _time;
    private readonly long _nearBytes;
    private readonly long _fullBytes;
    private int _count;
    private long _doneAt;
    private long _sweptAt;
    private TimeSpan _sweepPause;

    /// <summary>Gives back what came into memory so far, and from then on again and again.</summary>
    /// <param name="limitBytes"><c>service.memory_limit</c>; from three quarters on, memory is near it, and from thirteen sixteenths on all but full.</param>
    /// <param name="time">The clock.</param>
    /// <param name="supervisor">Runs the timer.</param>
    public CodePages(long limitBytes, TimeProvider time, Supervisor supervisor)
    {
        (_nearBytes, _fullBytes, _time) = (limitBytes / 4 * 3, limitBytes / 16 * 13, time);
        if (sizeof(nint) == sizeof(long) && OpenPageMap() is { } map)
        {
            using (map) FindProgram(map);
        }
        _timer = supervisor.MakeAlarm("code pages", Look);
        _timer.Change(LookInterval, LookInterval);
        GiveBack();
    }

    /// <summary>What is given back, by the whole pages.</summary>
    internal ReadOnlySpan<Range> Ranges => _ranges.AsSpan(0, Volatile.Read(ref _count));

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>Does it now; from any thread, at any time.</summary>
    public void GiveBack()
    {
        Volatile.Write(ref _doneAt, _time.GetTimestamp());
        if (sizeof(nint) == sizeof(long)) FindLibraries();
        foreach (Range range in Ranges) _ = Libc.AdviseMemory(range.Start, range.Length, Libc.MemoryNotNeeded);
    }

    private void Look()
    {
        long used = Environment.WorkingSet;
        bool isNear = used > _nearBytes;
        if (isNear || _time.GetElapsedTime(Volatile.Read(ref _doneAt)) >= Interval) GiveBack();
        if (used > _fullBytes && _time.GetElapsedTime(_sweptAt) >= _sweepPause)
        {
            long begun = _time.GetTimestamp();
            HeapSweep.Run();
            _sweptAt = _time.GetTimestamp();
            TimeSpan pause = SweepPauses * _time.GetElapsedTime(begun, _sweptAt);
            // Where it was in use after all, as with very many torrents, it is tried again less and less often.
            _sweepPause = Environment.WorkingSet <= _fullBytes ? pause : TimeSpan.FromTicks(Math.Clamp(2 * _sweepPause.Ticks, pause.Ticks, s_longestSweepPause.Ticks));
        }
        TimeSpan next = isNear ? HurriedInterval : LookInterval;
        _timer.Change(next, next);
    }

    /// <summary>The program by what the kernel told it of itself, and the loader.</summary>
    private void FindProgram(SafeFileHandle map)
    {
        var own = (Header*)Libc.AuxiliaryValue(Libc.AuxiliaryProgramHeaders);
        int count = (int)Libc.AuxiliaryValue(Libc.AuxiliaryProgramHeaderCount);
        for (int i = 0; own != null && i < Math.Min(count, MaxHeaders); i++)
        {
            if (own[i].Type == HeaderTable) Add(own, count, (nuint)own - own[i].Address, map);
        }
        AddFile(Libc.AuxiliaryValue(Libc.AuxiliaryInterpreter), map);
    }

    /// <summary>Those loaded since it was last looked (the cryptographic ones are when first needed); the loader keeps each where it is from then on.</summary>
    private void FindLibraries()
    {
        lock (_finding)
        {
            for (int i = 0; i < s_libraries.Length; i++)
            {
                // The first field of a link_map(3) is where the file begins.
                nuint* loaded;
                if (!_isFound[i] && Libc.OpenLibrary(s_libraries[i], Libc.OpenIfLoaded) is not 0 and var handle && Libc.DescribeLibrary(handle, Libc.LinkMap, &loaded) == 0)
                {
                    _isFound[i] = true;
                    using SafeFileHandle? map = OpenPageMap();
                    if (map is not null) AddFile(*loaded, map);
                }
            }
        }
    }

    private void AddFile(nuint start, SafeFileHandle map)
    {
        var file = (FileHeader*)start;
        if (file != null && file->Magic == Magic && file->HeaderSize == sizeof(Header)) Add((Header*)(start + (nuint)file->HeaderOffset), file->HeaderCount, start, map);
    }

    private void Add(Header* headers, int count, nuint start, SafeFileHandle map)
    {
        nuint page = (nuint)_pageBytes;
        for (int i = 0; i < Math.Min(count, MaxHeaders); i++)
        {
            if (headers[i].Type != Load || (headers[i].Flags & Writable) != 0) continue;
            // A page that is only partly the segment's may be another's too.
            nuint from = start + headers[i].Address, to = from + headers[i].Length;
            AddUnwritten((from + page - 1) / page, to / page, map);
        }
    }

    /// <summary>Adds the runs of pages from one to another that are nobody's own copy; nothing if none of them can be seen, as in an emulator.</summary>
    private void AddUnwritten(nuint page, nuint end, SafeFileHandle map)
    {
        Span<ulong> entries = stackalloc ulong[EntriesPerRead];
        nuint run = page;
        bool isSeen = false;
        while (page < end)
        {
            int count = (int)Math.Min(end - page, EntriesPerRead);
            if (RandomAccess.Read(map, MemoryMarshal.AsBytes(entries[..count]), (long)page * sizeof(ulong)) != count * sizeof(ulong)) return;
            foreach (ulong entry in entries[..count])
            {
                bool isWritten = (entry & (Present | OfFile)) == Present || (entry & Swapped) != 0;
                isSeen |= !isWritten && (entry & Present) != 0;
                if (isWritten)
                {
                    Add(run, page, isSeen);
                    run = page + 1;
                }
                page++;
            }
        }
        Add(run, end, isSeen);
    }

    private void Add(nuint page, nuint end, bool isSeen)
    {
        if (!isSeen || end <= page || _count == MaxRanges) return;
        _ranges[_count] = new Range(page * (nuint)_pageBytes, (end - page) * (nuint)_pageBytes);
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>What is said of each page (the kernel's <c>Documentation/admin-guide/mm/pagemap.rst</c>); null where the kernel does not say.</summary>
    private static SafeFileHandle? OpenPageMap()
    {
        try
        {
            return File.OpenHandle("/proc/self/pagemap");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A range of memory.</summary>
    /// <param name="start">The address of its first page.</param>
    /// <param name="length">Its length in bytes.</param>
    internal readonly struct Range(nuint start, nuint length)
    {
        public readonly nuint Start = start, Length = length;
    }

    /// <summary><c>Elf64_Ehdr</c>, what is used of it.</summary>
    [StructLayout(LayoutKind.Explicit)]
    private struct FileHeader
    {
        [FieldOffset(0)] public uint Magic;
        [FieldOffset(32)] public ulong HeaderOffset;
        [FieldOffset(54)] public ushort HeaderSize;
        [FieldOffset(56)] public ushort HeaderCount;
    }

    /// <summary><c>Elf64_Phdr</c>.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 56)]
    private struct Header
    {
        [FieldOffset(0)] public uint Type;
        [FieldOffset(4)] public uint Flags;
        [FieldOffset(16)] public nuint Address;
        [FieldOffset(32)] public nuint Length;
    }
}
