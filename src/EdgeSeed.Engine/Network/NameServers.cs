using System.Net;

namespace EdgeSeed.Engine.Network;

/// <summary>The name servers of this machine, as <c>/etc/resolv.conf</c> has them (resolv.conf(5)); search lists and options are passed over.</summary>
internal static class NameServers
{
    /// <summary>Servers asked at most, 3, as the system does; further ones are left out.</summary>
    public const int MaxServers = 3;

    /// <summary>The file.</summary>
    public const string UsualFile = "/etc/resolv.conf";

    private const string Keyword = "nameserver";

    /// <summary>Reads the file's text.</summary>
    public static List<IPAddress> Read(ReadOnlySpan<char> text)
    {
        var servers = new List<IPAddress>();
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            ReadOnlySpan<char> rest = line.Trim();
            if (!rest.StartsWith(Keyword, StringComparison.Ordinal) || rest.Length == Keyword.Length || !char.IsWhiteSpace(rest[Keyword.Length])) continue;
            rest = rest[Keyword.Length..].Trim();
            int end = rest.IndexOfAny(" \t#;");
            if (end >= 0) rest = rest[..end];
            if (servers.Count < MaxServers && IPAddress.TryParse(rest, out IPAddress? server)) servers.Add(server);
        }
        return servers;
    }
}
