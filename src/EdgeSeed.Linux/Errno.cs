using System.Runtime.InteropServices;

namespace EdgeSeed.Linux;

/// <summary>The error numbers that EdgeSeed tells apart (Linux <c>errno(3)</c>; the same on x64 and Arm).</summary>
public static class Errno
{
    /// <summary>No error.</summary>
    public const int None = 0;

    /// <summary>EPERM: not the owner.</summary>
    public const int NotPermitted = 1;

    /// <summary>ENOENT: no such file or directory.</summary>
    public const int NotFound = 2;

    /// <summary>EINTR: a signal came first; every call here is repeated.</summary>
    public const int Interrupted = 4;

    /// <summary>EIO: the medium failed, or the drive was pulled out.</summary>
    public const int InputOutput = 5;

    /// <summary>ENXIO: no such device or address.</summary>
    public const int NoSuchDeviceOrAddress = 6;

    /// <summary>EAGAIN: a lock is held by another process, or a non-blocking call would have to wait.</summary>
    public const int TryAgain = 11;

    /// <summary>EACCES: permission denied.</summary>
    public const int AccessDenied = 13;

    /// <summary>EEXIST: the name is taken.</summary>
    public const int Exists = 17;

    /// <summary>EXDEV: on another file system; of a symbolic link, that it leads out of where it may lead.</summary>
    public const int CrossDevice = 18;

    /// <summary>ENODEV: no such device.</summary>
    public const int NoSuchDevice = 19;

    /// <summary>ENOTDIR: a part of the path is not a directory.</summary>
    public const int NotADirectory = 20;

    /// <summary>EISDIR: a directory where a file was expected.</summary>
    public const int IsADirectory = 21;

    /// <summary>EINVAL: invalid argument.</summary>
    public const int Invalid = 22;

    /// <summary>ENFILE: the system has no more descriptors.</summary>
    public const int NoSystemDescriptors = 23;

    /// <summary>EMFILE: the process has no more descriptors.</summary>
    public const int NoProcessDescriptors = 24;

    /// <summary>ENOSPC: the file system is full.</summary>
    public const int NoSpace = 28;

    /// <summary>EROFS: the file system is mounted read-only.</summary>
    public const int ReadOnlyFileSystem = 30;

    /// <summary>EPIPE: nobody reads any more.</summary>
    public const int BrokenPipe = 32;

    /// <summary>ENAMETOOLONG: a name is longer than the file system can hold.</summary>
    public const int NameTooLong = 36;

    /// <summary>ELOOP: a symbolic link where none is followed.</summary>
    public const int Loop = 40;

    /// <summary>EOPNOTSUPP: this kind of file or socket cannot do it.</summary>
    public const int NotSupported = 95;

    /// <summary>EAFNOSUPPORT: the kernel has no such family, such as IPv6.</summary>
    public const int AddressFamilyNotSupported = 97;

    /// <summary>EINPROGRESS: a non-blocking socket begins to connect.</summary>
    public const int InProgress = 115;

    /// <summary>ESTALE: another file is in the place of the one that was opened.</summary>
    public const int Stale = 116;

    /// <summary>The system's sentence for an error number, such as "Permission denied".</summary>
    public static string Describe(int errno) => Marshal.GetPInvokeErrorMessage(errno);
}
