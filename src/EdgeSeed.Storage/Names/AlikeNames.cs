using System.Text;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage.Names;

/// <summary>
/// The names in one directory by what they stand for, to find a name that was spelt otherwise where it was written: canonically equal (a Mac
/// writes é in two characters), with <c>_</c> for what Windows, Linux or libtorrent refuses or with those characters left out, without the spaces and dots at its end that
/// Windows drops. Holds at most <see cref="MaxNames"/> names; further ones are not found.
/// </summary>
internal sealed class AlikeNames
{
    /// <summary>Most names of one directory that are looked at.</summary>
    public const int MaxNames = 16 * 1024;

    private const string RefusedByWindows = "<>:\"|?*\\";

    // Null where more than one name stands for the same.
    private readonly Dictionary<string, byte[]?> _names = [];

    /// <summary>Lists a directory.</summary>
    /// <param name="directory">May be opened for its path only.</param>
    /// <returns>What could be listed; nothing where it cannot be.</returns>
    public static AlikeNames In(FileDescriptor directory)
    {
        var names = new AlikeNames();
        if (directory.OpenEntry("."u8, OpenFlags.Directory | OpenFlags.NoAccessTime, out FileDescriptor? opened) != Errno.None) return names;
        using (opened)
        {
            int left = MaxNames;
            DirectoryListing.ForEach(opened!, name =>
            {
                names.Add(name);
                return --left > 0;
            });
        }
        return names;
    }

    /// <summary>The one name that stands for the same as the one that is wanted.</summary>
    /// <returns>Null when there is none, or more than one.</returns>
    public byte[]? Find(ReadOnlySpan<byte> wanted)
    {
        byte[]? found = null;
        foreach (string key in (string[])[KeyOf(wanted, leaveOut: false), KeyOf(wanted, leaveOut: true), KeyOf(SafeName.Map(wanted), leaveOut: false)])
        {
            if (!_names.TryGetValue(key, out byte[]? name)) continue;
            if (name is null || (found is not null && !found.AsSpan().SequenceEqual(name))) return null;
            found = name;
        }
        return found;
    }

    private void Add(ReadOnlySpan<byte> name)
    {
        string key = KeyOf(name, leaveOut: false);
        if (!_names.TryAdd(key, name.ToArray())) _names[key] = null;
    }

    // libtorrent on Windows leaves out the colon and the backslash; other clients write '_' for them too.
    private static string KeyOf(ReadOnlySpan<byte> name, bool leaveOut)
    {
        string text = CanonicalForm.Decompose(Encoding.UTF8.GetString(name));
        var key = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (leaveOut && c is ':' or '\\') continue;
            key.Append(c < ' ' || c == '\uFFFD' || c == '/' || RefusedByWindows.Contains(c) ? '_' : c);
        }
        int length = key.Length;
        while (length > 0 && key[length - 1] is ' ' or '.') length--;
        return key.ToString(0, length == 0 ? key.Length : length);
    }
}
