namespace EdgeSeed.Storage.Content;

/// <summary>Which symbolic links below a <see cref="ContentLocation.Root"/> are followed. The root itself may always be one.</summary>
public enum LinkPolicy : byte
{
    /// <summary>Those that lead to something below the root; as <see cref="LinkedPath"/> finds it.</summary>
    Inside,

    /// <summary>All, wherever they lead, as the kernel does.</summary>
    Anywhere,

    /// <summary>None.</summary>
    Never,
}
