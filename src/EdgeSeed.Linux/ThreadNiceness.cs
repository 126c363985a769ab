namespace EdgeSeed.Linux;

/// <summary>The calling thread's standing against other threads of the machine.</summary>
internal static class ThreadNiceness
{
    private const int WhichThread = 0;
    private const int CallingThread = 0;
    private const int Background = 10;

    /// <summary>Gives way to everything of ordinary priority (nice 10). On Linux this concerns the one thread; it cannot be taken back.</summary>
    internal static void Raise() => _ = Libc.SetPriority(WhichThread, CallingThread, Background);
}
