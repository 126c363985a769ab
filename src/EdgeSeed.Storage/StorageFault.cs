namespace EdgeSeed.Storage;

/// <summary>What kind of thing is wrong, so that callers can act on it without reading the text.</summary>
public enum StorageFault
{
    /// <summary>The system refused; <see cref="StorageError.Errno"/> says how.</summary>
    System,

    /// <summary>The file or a directory above it does not exist.</summary>
    Missing,

    /// <summary>The medium failed or went away (EIO, ENODEV, ENXIO).</summary>
    MediumFailed,

    /// <summary>The file has another length than the torrent says, or ends before what was asked.</summary>
    WrongLength,

    /// <summary>The file changed while it was read.</summary>
    Changed,

    /// <summary>A directory, FIFO, socket or device where a regular file was expected; it was not opened.</summary>
    NotAFile,

    /// <summary>A symbolic link that is not followed: it leads out of the published root, or in a circle.</summary>
    Link,

    /// <summary>Something that was there before and is not this torrent's; or it would be acted upon where it is to lie.</summary>
    Foreign,

    /// <summary>A named maximum was exceeded.</summary>
    TooLarge,

    /// <summary>The file system is full.</summary>
    Full,

    /// <summary>Another process is using it.</summary>
    Busy,

    /// <summary>There is nothing to publish.</summary>
    Empty,

    /// <summary>The torrent was closed: it was removed, or its drive is being taken out.</summary>
    Closed,

    /// <summary>This piece alone cannot be had; the rest of the torrent can be read.</summary>
    Withheld,

    /// <summary>The content is torn, foreign or from another version.</summary>
    Malformed,
}
