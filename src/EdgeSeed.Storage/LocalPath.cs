using System.Diagnostics.CodeAnalysis;
using System.Text;
using EdgeSeed.Protocol;

namespace EdgeSeed.Storage;

/// <summary>
/// An absolute path on this machine, as the bytes the kernel takes: a Linux name is any bytes but NUL and <c>/</c>, and a
/// .NET string cannot hold them all. Immutable; without a trailing slash, except the root itself.
/// </summary>
public sealed class LocalPath : IEquatable<LocalPath>
{
    private const char ReplacementCharacter = '\ufffd';

    private readonly byte[] _bytes;

    private LocalPath(byte[] bytes) => _bytes = bytes;

    /// <summary>The path, without a terminating NUL.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The last part of the path; empty for the root directory.</summary>
    public ReadOnlySpan<byte> Name => Bytes[(Bytes.LastIndexOf((byte)'/') + 1)..];

    /// <summary>The directory that holds this path; the root directory is its own.</summary>
    public LocalPath Parent => new(Bytes[..Math.Max(1, Bytes.LastIndexOf((byte)'/'))].ToArray());

    /// <summary>Takes a path that a user typed: made absolute against the working directory, with <c>.</c> and <c>..</c> resolved by text.</summary>
    /// <exception cref="ArgumentException">The text is empty or contains NUL.</exception>
    public static LocalPath FromString(string path)
    {
        string full = Path.GetFullPath(path);
        return new(Encoding.UTF8.GetBytes(full.Length > 1 ? full.TrimEnd('/') : full));
    }

    /// <summary>
    /// Takes a path from this program's command line, where .NET has replaced bytes that are not UTF-8: those are looked up in the kernel's
    /// copy of the command line.
    /// </summary>
    /// <exception cref="ArgumentException">As for <see cref="FromString"/>.</exception>
    public static LocalPath FromArgument(string argument) =>
        argument.Contains(ReplacementCharacter) ? FromArgument(argument, File.ReadAllBytes("/proc/self/cmdline")) : FromString(argument);

    /// <inheritdoc cref="FromArgument(string)"/>
    /// <param name="argument">The argument as .NET gives it.</param>
    /// <param name="commandLine">All arguments, each ended by NUL.</param>
    internal static LocalPath FromArgument(string argument, ReadOnlySpan<byte> commandLine)
    {
        foreach (Range range in commandLine.Split((byte)0))
        {
            ReadOnlySpan<byte> raw = commandLine[range];
            if (!Encoding.UTF8.GetString(raw).Equals(argument, StringComparison.Ordinal)) continue;
            LocalPath folder = FromString(".");
            byte[] path = raw[0] == '/' ? raw.ToArray() : [.. folder.Bytes, (byte)'/', .. raw];
            return TryFromBytes(path, out LocalPath? result) ? result : FromString(argument);
        }
        return FromString(argument);
    }

    /// <summary>Takes a path from the kernel or from a state file.</summary>
    /// <returns>False when it is not absolute or contains NUL.</returns>
    public static bool TryFromBytes(ReadOnlySpan<byte> path, [NotNullWhen(true)] out LocalPath? result)
    {
        result = null;
        if (path.IsEmpty || path[0] != '/' || path.Contains((byte)0)) return false;
        while (path.Length > 1 && path[^1] == '/') path = path[..^1];
        result = new LocalPath(path.ToArray());
        return true;
    }

    /// <summary>Whether this path is another, or lies below it.</summary>
    public bool IsAtOrBelow(LocalPath other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ReadOnlySpan<byte> above = other.Bytes;
        return Bytes.StartsWith(above) && (Bytes.Length == above.Length || above.Length == 1 || Bytes[above.Length] == '/');
    }

    /// <summary>This path, a slash, and a relative path.</summary>
    /// <param name="relative">Parts joined by slashes, without NUL; empty gives this path itself. It is joined as it is: check it before.</param>
    /// <exception cref="ArgumentException">It contains NUL.</exception>
    public LocalPath Join(ReadOnlySpan<byte> relative)
    {
        if (relative.Contains((byte)0)) throw new ArgumentException("A path contains NUL.", nameof(relative));
        if (relative.IsEmpty) return this;
        return new LocalPath(Bytes is [(byte)'/'] ? [(byte)'/', .. relative] : [.. _bytes, (byte)'/', .. relative]);
    }

    /// <summary>The path in printable form: control characters and bytes that are not UTF-8 are escaped, so it may not name the file.</summary>
    public override string ToString() => ByteText.Printable(_bytes);

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] LocalPath? other) => other is not null && Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LocalPath);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }
}
