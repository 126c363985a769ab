namespace EdgeSeed.Terminal;

/// <summary>What the process tells its caller. Documented in <c>edgeseed --help</c>; scripts rely on these numbers.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>The thing asked for failed: a missing file, damaged data, a port that is taken.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the configuration was not understood; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by Ctrl-C or SIGTERM before it was done (128 + SIGINT, as shells count). A service stopped that way is done: 0.</summary>
    public const int Interrupted = 130;

    /// <summary>Whoever read standard output has ended, as <c>head</c> does (128 + SIGPIPE, as shells count).</summary>
    public const int ReaderGone = 141;
}
