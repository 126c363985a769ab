using System.Net;

namespace EdgeSeed.Engine.Network;

/// <summary>Names that this machine gives to addresses itself (hosts(5)).</summary>
internal static class HostsFile
{
    /// <summary>The file.</summary>
    public const string UsualFile = "/etc/hosts";

    /// <summary>Addresses of one name at most, 16; further ones are left out.</summary>
    private const int MaxAddresses = 16;

    /// <summary>The addresses that a name has in the file's text; none when it is not there.</summary>
    public static List<IPAddress> Find(ReadOnlySpan<char> text, ReadOnlySpan<char> name)
    {
        var found = new List<IPAddress>();
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            int remark = line.IndexOf('#');
            ReadOnlySpan<char> entry = remark < 0 ? line : line[..remark];
            bool isFirst = true, isNamed = false;
            IPAddress? address = null;
            foreach (Range range in entry.SplitAny(' ', '\t'))
            {
                ReadOnlySpan<char> word = entry[range];
                if (word.IsEmpty) continue;
                if (isFirst && !IPAddress.TryParse(word, out address)) break;
                isNamed |= !isFirst && word.Equals(name, StringComparison.OrdinalIgnoreCase);
                isFirst = false;
            }
            if (isNamed && found.Count < MaxAddresses) found.Add(address!);
        }
        return found;
    }
}
