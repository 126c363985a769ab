using EdgeSeed.Engine.Swarms;
using EdgeSeed.Storage;

namespace EdgeSeed.Engine.Disks;

/// <summary>One read on its way to a drive's thread and back to the session loop.</summary>
/// <param name="torrent">Whose data, told when it comes back.</param>
internal abstract class DriveJob(TorrentState torrent)
{
    /// <summary>Whose data.</summary>
    public TorrentState Torrent { get; } = torrent;

    /// <summary>What went wrong, once it is back; null for success.</summary>
    public StorageError? Error { get; private set; }

    /// <summary>The fault of ours that ended the read, once it is back; null for none.</summary>
    public Exception? Bug { get; private set; }

    /// <summary>Reads; called on the drive's thread, which a fault of ours ends no more than a bad sector does.</summary>
    public void Run()
    {
        try
        {
            Error = Read();
        }
        catch (Exception bug)
        {
            Bug = bug;
            Error = StorageError.Found(StorageOperation.Read, Torrent.Torrent.InfoHash.ToString(), StorageFault.System, bug.Message);
        }
    }

    /// <summary>The read itself.</summary>
    protected abstract StorageError? Read();
}
