namespace EdgeSeed.Linux.Files;

/// <summary>Advice numbers of <c>posix_fadvise(2)</c> on Linux (x64 and Arm alike).</summary>
internal enum FileAdvice
{
    /// <summary>The file is read here and there: the kernel reads what it is asked for and nothing behind it.</summary>
    Random = 1,

    /// <summary>The file is read from front to back: the kernel reads further ahead.</summary>
    Sequential = 2,

    /// <summary>The range is wanted soon: the kernel starts reading it, in order.</summary>
    WillNeed = 3,

    /// <summary>The range is not wanted again: its cached pages may go.</summary>
    DontNeed = 4,
}
