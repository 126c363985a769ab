using System.Runtime.CompilerServices;
using EdgeSeed.Config;
using EdgeSeed.Config.Units;
using EdgeSeed.Linux;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Memory;

/// <summary>
/// How <c>service.memory_limit</c> is divided. The program itself comes first; an eighth of the rest is for buffers, a quarter for
/// connections to peers, half for torrents and an eighth for the tracker's peers. Each part keeps to its own: idle peers are dropped and
/// newcomers refused, torrents beyond are not offered, the tracker's oldest peers make room.
/// </summary>
/// <param name="limit">The limit, in bytes.</param>
internal sealed class MemoryPlan(long limit)
{
    /// <summary>Resident when nothing is seeded, page and tracker included, and rounded up: code 15 MiB, the rest data and stacks.</summary>
    public const long ProgramBytes = 20L << 20;

    /// <summary>The least limit that can be kept.</summary>
    public const long LeastBytes = ServiceConfig.LeastMemoryBytes;

    /// <summary>
    /// What one idle torrent takes, measured with ten thousand: in the library, the session, the tracker, among those that are announced and those
    /// that are shown.
    /// </summary>
    public const int TorrentBytes = 1024;

    /// <summary>
    /// What is never the heap's: code that is in use (<see cref="CodePages"/> gives the rest back), stacks, what the C library and the runtime itself
    /// have allocated. With twenty downloads at the speed of memory 12.9 MiB.
    /// </summary>
    private const long OutsideHeapBytes = 13L << 20;

    /// <summary>What the tracker takes for a torrent.</summary>
    private const int TrackedTorrentBytes = 130;

    /// <summary>The heap's limit with which every command starts (see the project file); the runtime can lower it, not raise it.</summary>
    private const long MostHeapBytes = 512L << 20;

    private const int LeastExternalTrackers = 256;
    private const int LeastBuffers = 8;
    private const int MostBuffers = 64;

    private readonly long _rest = Math.Max(limit, LeastBytes) - ProgramBytes;

    /// <summary>The limit, in bytes.</summary>
    public long LimitBytes { get; } = limit;

    /// <summary>Block buffers.</summary>
    /// <param name="bufferBytes">Bytes of each.</param>
    public int Buffers(int bufferBytes) => (int)Math.Clamp(_rest / 8 / bufferBytes, LeastBuffers, MostBuffers);

    /// <summary>Bytes for connections to peers.</summary>
    public int PeerBytes => (int)Math.Min(_rest / 4, int.MaxValue);

    /// <summary>Torrents that are kept.</summary>
    public int Torrents => (int)Math.Min(_rest / 2 / TorrentBytes, int.MaxValue);

    /// <summary>
    /// Different trackers that torrents name and that are told of us: each takes as much as a torrent, and few torrents have one of their own. When there
    /// are more, torrents do without those that came last, and the status says so.
    /// </summary>
    public int ExternalTrackers => Math.Max(LeastExternalTrackers, Torrents / 6);

    /// <summary>The tracker's configuration within the plan.</summary>
    public TrackerConfig Fit(TrackerConfig tracker)
    {
        long bytes = _rest / 8;
        int torrents = Math.Max(Torrents, (int)Math.Min(bytes / TrackedTorrentBytes, int.MaxValue));
        return tracker with { MaxMemory = new ByteSize(Math.Min(tracker.MaxMemory.Bytes, bytes)), MaxTorrents = Math.Min(tracker.MaxTorrents, torrents) };
    }

    /// <summary>
    /// Bytes of memory that reading one <c>.torrent</c> may take, the file and the list of its files: of what no part has filled, since not all parts are
    /// full at a time. One that takes more is not offered, and the log says so.
    /// </summary>
    public int TorrentFileBytes => (int)Math.Min(HeapBytes / 4, new MetainfoLimits().MaxFileLength);

    private long HeapBytes => Math.Max(LimitBytes, LeastBytes) - OutsideHeapBytes;

    /// <summary>The plan for a configuration.</summary>
    public static MemoryPlan Of(ServiceConfig config) => new(config.MemoryLimit.Bytes);

    /// <summary>
    /// Sets the limit of the runtime's heap for the whole process: the last resort, which the parts above keep from being reached. Only the
    /// native program has it: under the just-in-time compiler, code and tests share that heap. The C library keeps to one heap too, where it would
    /// make one for every few threads.
    /// </summary>
    public void LimitHeap()
    {
        if (RuntimeFeature.IsDynamicCodeSupported) return;
        AppContext.SetData("GCHeapHardLimit", (ulong)Math.Min(HeapBytes, MostHeapBytes));
        GC.RefreshMemoryLimit();
        _ = Libc.SetAllocator(Libc.MostArenas, 1);
    }
}
