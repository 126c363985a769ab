using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Targets;

namespace EdgeSeed.Storage.State;

/// <summary>What a state file holds; the values are the four ASCII letters in the file, so they never change.</summary>
public enum StateKind : uint
{
    /// <summary><c>MADE</c>: which torrent was made of some content.</summary>
    Made = 0x45_44_41_4d,

    /// <summary><c>DRIV</c>: the records of one drive, see <see cref="DriveMemory"/>.</summary>
    Drive = 0x56_49_52_44,

    /// <summary><c>HASH</c>: the digests of a torrent that is being made, see <see cref="MakeCheckpoint"/>.</summary>
    Hashing = 0x48_53_41_48,

    /// <summary><c>DOWN</c>: what is verified of a download, see <see cref="DownloadRecord"/>.</summary>
    Download = 0x4e_57_4f_44,

    /// <summary><c>OWNS</c>: which files are a download's own, see <see cref="DownloadRecord"/>.</summary>
    DownloadFiles = 0x53_4e_57_4f,

    /// <summary><c>TRKR</c>: the tracker's counts.</summary>
    Tracker = 0x52_4b_52_54,

    /// <summary><c>QUOT</c>: bytes sent in the day and the month.</summary>
    Quota = 0x54_4f_55_51,

    /// <summary><c>DHTN</c>: nodes of the DHT.</summary>
    DhtNodes = 0x4e_54_48_44,
}
