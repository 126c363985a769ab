using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Drives;

/// <summary>A root that is searched for torrents: a mounted drive, or a folder that was named and behaves like one.</summary>
/// <param name="Id">The file system's UUID, so that a drive is known by whatever device and folder it comes back; the path for a folder.</param>
/// <param name="Name">Its label, or the folder on which it is mounted; printable.</param>
/// <param name="Path">Where it is now.</param>
/// <param name="FileSystem">Type of its file system; empty where it is not known.</param>
/// <param name="Device">Number of the block device under it, as in <see cref="MountEntry"/>; 0 where it is not known.</param>
/// <param name="IsRemovable">Whether it is a drive.</param>
public sealed record Drive(string Id, string Name, LocalPath Path, string FileSystem, ulong Device, bool IsRemovable)
{
    /// <summary>A mounted drive. One without UUID is known by the place where it is mounted.</summary>
    public static Drive Of(MountEntry mount)
    {
        ArgumentNullException.ThrowIfNull(mount);
        FileSystemIdentity identity = FileSystemIdentity.Of(mount);
        string name = identity.Label.Length > 0 ? identity.Label : ByteText.Printable(mount.Path.Name);
        return new Drive(identity.Uuid.Length > 0 ? identity.Uuid : mount.Path.ToString(), name, mount.Path, mount.FileSystem, mount.Device, IsRemovable: true);
    }

    /// <summary>A folder or a single file that was named by its path.</summary>
    public static Drive OfFolder(LocalPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new Drive(path.ToString(), path.ToString(), path, "", 0, IsRemovable: false);
    }

    /// <summary>The same with the number of the device on which the path lies now, as far as that can be seen.</summary>
    public Drive Located()
    {
        using RootedFiles rooted = new(new ContentLocation(Path));
        return rooted.StatusOf(default, out FileStatus status) is null ? this with { Device = status.Device } : this;
    }
}
