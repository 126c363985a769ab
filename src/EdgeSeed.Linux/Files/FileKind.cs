namespace EdgeSeed.Linux.Files;

/// <summary>What a directory entry is, as far as publishing cares.</summary>
public enum FileKind
{
    /// <summary>A FIFO, socket or device: never opened.</summary>
    Special,

    /// <summary>A regular file.</summary>
    Regular,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    Link,
}
