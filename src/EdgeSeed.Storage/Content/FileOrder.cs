namespace EdgeSeed.Storage;

/// <summary>In which order a folder's files follow one another in a torrent. The info-hash depends on it, and makers differ.</summary>
public enum FileOrder
{
    /// <summary>By the bytes of the whole path, separators included: mktorrent's order, and the default.</summary>
    Bytes,

    /// <summary>
    /// As transmission-create 3 orders on x86: ASCII letters without regard to case, and bytes above 127 before all others, because
    /// it compares signed characters. Equal to <see cref="Bytes"/> for lower-case ASCII names.
    /// </summary>
    Transmission,
}
