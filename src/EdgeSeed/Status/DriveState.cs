namespace EdgeSeed.Status;

/// <summary>What one drive is doing; a folder given on the command line behaves like a drive.</summary>
internal enum DriveState
{
    /// <summary>It is away; its torrents wait for it and come back with it.</summary>
    Absent,

    /// <summary>It was plugged in, and the system is mounting it.</summary>
    Mounting,

    /// <summary>It is searched for torrents; <see cref="DriveStatus.Done"/> of <see cref="DriveStatus.Total"/> are dealt with.</summary>
    Scanning,

    /// <summary>Its data is read and hashed; what is done already is seeded meanwhile.</summary>
    Hashing,

    /// <summary>Everything on it is seeded, or says why not.</summary>
    Ready,

    /// <summary>Reads fail, more than the configured number a minute; <see cref="DriveStatus.Problem"/> says how.</summary>
    Failing,

    /// <summary>It was asked to go: its torrents stop and its files are closed.</summary>
    Ejecting,

    /// <summary>It is unmounted and may be pulled out.</summary>
    SafeToRemove,
}
