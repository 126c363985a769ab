namespace EdgeSeed.Storage;

/// <summary>One mounted file system, as <c>/proc/self/mountinfo</c> lists it.</summary>
/// <param name="Path">Where it is mounted.</param>
/// <param name="Device">Its device number, major in the upper half, minor in the lower; the major is 0 for what is on no block device.</param>
/// <param name="FileSystem">Its type, such as <c>vfat</c>.</param>
/// <param name="Source">What is mounted, mostly a device node; printable.</param>
public sealed record MountEntry(LocalPath Path, ulong Device, string FileSystem, string Source);
