using System.Net;
using System.Text;
using EdgeSeed.Config.Units;
using EdgeSeed.Engine.Dht;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Protocol.Addresses;

namespace EdgeSeed.Config.Types;

/// <summary>The types that keys are declared with.</summary>
internal static class ConfigTypes
{
    /// <summary>true or false.</summary>
    public static readonly ConfigType<bool> Switch = new BooleanType();

    /// <summary>Any string.</summary>
    public static readonly ConfigType<string> Text = new TextType("a string such as \"hello\"", _ => true);

    /// <summary>A TCP or UDP port, 1 to 65535, or 0 for one that the kernel picks (shown at the start).</summary>
    public static readonly ConfigType<int> Port = new IntegerType(0, 65_535, 6969);

    /// <summary>An absolute path, or "" for none.</summary>
    public static readonly ConfigType<string> OptionalPath =
        new TextType("an absolute path such as \"/srv/torrents\", or \"\" for none", text => text.Length == 0 || text[0] == '/');

    /// <summary>An absolute path.</summary>
    public static readonly ConfigType<string> AbsolutePath =
        new TextType("an absolute path such as \"/srv/torrents\"", text => text.Length > 0 && text[0] == '/');

    /// <summary>A local socket, or "" for none.</summary>
    public static readonly ConfigType<LocalSocket?> OptionalSocket = new EmptyOrType<LocalSocket>(new TextualType<LocalSocket>(
        FormattableString.Invariant($"a local socket such as \"unix:/run/edgeseed-web/http.sock\", of at most {LocalSocket.MaxPathBytes} bytes, or \"\" for none"),
        LocalSocket.TryParse, socket => socket.ToString()));

    /// <summary>The permissions of a file, in octal digits.</summary>
    public static readonly ConfigType<string> Permissions = new TextType(
        "permissions in octal digits such as \"0660\"",
        text => text.Length is 3 or 4 && text.All(static digit => digit is >= '0' and <= '7') && (text.Length == 3 || text[0] == '0'));

    /// <summary>One name of a file or folder, without a separator.</summary>
    public static readonly ConfigType<string> FileName =
        new TextType("the name of one folder such as \"publish\"", text => text is not ("" or "." or "..") && !text.Contains('/', StringComparison.Ordinal));

    /// <summary>The name of a Wi-Fi network, 1 to 32 bytes of UTF-8 in one line (IEEE 802.11, 9.4.2.2), or "" for none.</summary>
    public static readonly ConfigType<string> OptionalNetworkName = new TextType(
        "a Wi-Fi network's name of at most 32 bytes such as \"Class 7b\", or \"\" for none",
        text => Encoding.UTF8.GetByteCount(text) <= 32 && !text.Any(char.IsControl));

    /// <summary>The password of a Wi-Fi network, 8 to 63 printable characters of ASCII (IEEE 802.11, J.4.1), or "" for none.</summary>
    public static readonly ConfigType<string> OptionalNetworkPassword = new TextType(
        "a Wi-Fi password of 8 to 63 characters of an English keyboard, or \"\" for none",
        text => text.Length is 0 or (>= 8 and <= 63) && text.All(letter => letter is >= ' ' and <= '~'));

    /// <summary>A list of absolute paths.</summary>
    public static readonly ConfigType<IReadOnlyList<string>> Paths =
        new ListType<string>(AbsolutePath, "a list of absolute paths such as [\"/srv/publish\"]", 256);

    /// <summary>A list of strings.</summary>
    public static readonly ConfigType<IReadOnlyList<string>> Texts =
        new ListType<string>(Text, "a list of strings such as [\"one\", \"two\"]", 256);

    /// <summary>A list of IP addresses without a port.</summary>
    public static readonly ConfigType<IReadOnlyList<string>> Addresses = new ListType<string>(
        new TextType("an IP address such as \"192.0.2.7\" or \"2001:db8::7\"", text => IPAddress.TryParse(text, out _)),
        "a list of IP addresses such as [\"192.0.2.7\", \"::1\"]",
        16);

    /// <summary>A list of IP addresses without a port, and of network interfaces.</summary>
    public static readonly ConfigType<IReadOnlyList<string>> Places = new ListType<string>(
        new TextType("an IP address such as \"192.0.2.7\" or a network interface such as \"eth0\"", text => IPAddress.TryParse(text, out _) || NetworkDevice.IsName(text)),
        "a list of IP addresses and network interfaces such as [\"192.0.2.7\", \"::1\"] or [\"wg0\"]",
        16);

    /// <summary>A list of networks in CIDR notation.</summary>
    public static readonly ConfigType<IReadOnlyList<string>> Networks = new ListType<string>(
        new TextType("a network such as \"192.168.0.0/16\" or \"fd00::/8\"", text => IPNetwork.TryParse(text, out _)),
        "a list of networks such as [\"192.168.0.0/16\"]",
        64);

    /// <summary>A list of addresses and networks of proxies.</summary>
    public static readonly ConfigType<IReadOnlyList<string>> Proxies = new ListType<string>(
        new TextType("an address or a network such as \"127.0.0.1\" or \"192.168.0.0/24\"", text => IPAddress.TryParse(text, out _) || IPNetwork.TryParse(text, out _)),
        "a list of addresses and networks such as [\"127.0.0.1\", \"::1\"]",
        64);

    /// <summary>A list of addresses of web seeds.</summary>
    public static readonly ConfigType<IReadOnlyList<string>> WebSeeds = new ListType<string>(
        new AddressType("a web seed's address such as \"https://mirror.example.org/files/\"", AddressKind.Web),
        "a list of web seeds' addresses such as [\"https://mirror.example.org/files/\"]",
        256);

    /// <summary>A list of tracker addresses.</summary>
    public static readonly ConfigType<IReadOnlyList<string>> Trackers = new ListType<string>(
        new AddressType("a tracker's address such as \"http://tracker.example.org:6969/announce\" or \"udp://tracker.example.org:6969\"", AddressKind.Tracker),
        "a list of tracker addresses such as [\"http://tracker.example.org:6969/announce\"]",
        32);

    /// <summary>A list of nodes of the DHT.</summary>
    public static readonly ConfigType<IReadOnlyList<string>> Nodes = new ListType<string>(
        new TextType("a host and its UDP port such as \"dht.example.org:6881\" or \"[2001:db8::7]:6881\"", text => DhtBootstrap.TryParse(text, out _, out _)),
        "a list of hosts with their UDP port such as [\"dht.example.org:6881\"]",
        16);

    /// <summary>The address of a web site, or "".</summary>
    public static readonly ConfigType<string> OptionalUrl = new TextType(
        "a web address such as \"https://seed.example.org\", or \"\" for none",
        text => text.Length == 0 || (Uri.TryCreate(text, UriKind.Absolute, out _) && WrittenAddress.Read(text, AddressKind.Web).Text is not null));

    /// <summary>A host name or IP address, or "".</summary>
    public static readonly ConfigType<string> OptionalHost = new TextType(
        "a host name or address such as \"seed.example.org\", or \"\" for none",
        text => text.Length == 0 || Uri.CheckHostName(text) != UriHostNameType.Unknown);

    /// <summary>The hash of a password, or "".</summary>
    public static readonly ConfigType<string> OptionalPasswordHash = new TextType(
        "the line that 'edgeseed config password' prints, or \"\" for none", text => text.Length == 0 || PasswordHash.TryParse(text, out _));

    /// <summary>A window of the day.</summary>
    public static readonly ConfigType<DayWindow> Window = new TextualType<DayWindow>(
        "hours of the day such as \"22:00-06:00\"", DayWindow.TryParse, window => window.ToString());

    /// <summary>Days of the week.</summary>
    public static readonly ConfigType<WeekDays> Days = new WeekDaysType();

    /// <summary>An LED.</summary>
    public static readonly ConfigType<LedTarget> Led = new TextualType<LedTarget>(
        "an LED such as \"gpio:17\", \"board:ACT\" or \"none\"", LedTarget.TryParse, target => target.ToString());

    /// <summary>A whole number in a range.</summary>
    public static ConfigType<int> Integer(int minimum, int maximum, int example) => new IntegerType(minimum, maximum, example);

    /// <summary>Which torrents: an info-hash, a folder, or a name with wildcards.</summary>
    public static readonly ConfigType<string> TorrentMatch = new TextType("an info-hash, a folder such as \"/srv/publish\" or a name such as \"debian-*\"", text => text.Length > 0);

    /// <summary>A number in a range.</summary>
    public static ConfigType<double> Number(double minimum, double maximum, double example) => new NumberType(minimum, maximum, example);

    /// <summary>A rate in a range, up to unlimited.</summary>
    public static ConfigType<ByteRate> Rate(long minimumBytesPerSecond) => new UnitType<ByteRate>(
        "a rate such as \"4 KB/s\", \"2 MiB/s\", \"32 kbit/s\" or \"unlimited\"",
        ByteRate.TryParse,
        rate => rate.ToString(),
        new ByteRate(minimumBytesPerSecond),
        ByteRate.Unlimited,
        ByteRate.Meant);

    /// <summary>An amount of bytes in a range.</summary>
    public static ConfigType<ByteSize> Size(ByteSize minimum, ByteSize maximum) => new UnitType<ByteSize>(
        maximum.IsUnlimited ? "a size such as \"10 GB\", \"32 MiB\" or \"unlimited\"" : "a size such as \"32 MiB\"",
        ByteSize.TryParse,
        size => size.ToString(),
        minimum,
        maximum);

    /// <summary>A duration in a range; the bounds are written as in the file.</summary>
    public static ConfigType<TimeSpan> Duration(TimeSpan minimum, TimeSpan maximum) => new UnitType<TimeSpan>(
        "a duration such as \"90s\", \"30m\", \"12h\" or \"7d\"", DurationText.TryParse, DurationText.Write, minimum, maximum);

    /// <summary>One of a few words.</summary>
    public static ConfigType<T> Choice<T>(params (string Word, T Value)[] choices)
        where T : notnull => new ChoiceType<T>(choices);
}
