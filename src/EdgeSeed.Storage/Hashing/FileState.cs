namespace EdgeSeed.Storage.Hashing;

/// <summary>What checking found out about one file of a torrent.</summary>
public enum FileState
{
    /// <summary>Every byte is right. Padding and links, which are not stored, count as right.</summary>
    Good,

    /// <summary>Nothing wrong was found, but it shares a piece with a file that could not be read, so its edges could not be checked.</summary>
    EdgesUnchecked,

    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>It has another length than the torrent says; pieces in what is there may still be right.</summary>
    WrongLength,

    /// <summary>The length is right, but pieces that it has a part in are wrong.</summary>
    Damaged,

    /// <summary>It could not be read, or is no regular file; <see cref="FileVerdict.Error"/> says why.</summary>
    Unreadable,
}
