using System.Text.RegularExpressions;

namespace EdgeSeed.Tests.House;

/// <summary>What the program does in one place only, so that it is done one way: found by reading the source.</summary>
public sealed partial class OneOfEachTests
{
    [Fact]
    public void Libc_is_called_from_the_bottom_project_alone() => Assert.Empty(Offenders(LibcImport(), "EdgeSeed.Linux/Libc."));

    /// <summary>
    /// Nothing dies unseen: threads, timers and loops run under the supervisor. Work that is awaited where it is begun tells its own faults.
    /// </summary>
    [Fact]
    public void Threads_timers_and_loops_are_run_by_the_supervisor_alone() => Assert.Empty(Offenders(
        Unsupervised(), "EdgeSeed.Linux/Supervision/",
        // Its workers are awaited by whoever has something hashed.
        "EdgeSeed.Storage/Hashing/PieceHasher.cs",
        "EdgeSeed.Storage/Hashing/FollowingDigest.cs",
        // Shows a bar while it runs, then awaits it.
        "EdgeSeed/Terminal/HashDisplay.cs"));

    /// <summary>
    /// A socket that speaks to others is opened by what keeps it to the interface of <c>service.bind</c>, and names are looked up over such: who would open another forgets it.
    /// </summary>
    [Fact]
    public void Sockets_are_opened_and_names_looked_up_in_one_place() => Assert.Empty(Offenders(
        OpensSocket(), "EdgeSeed.Linux/Sockets/NetworkSocket.cs",
        // The kernel's own table of devices is asked by a socket that sends nothing.
        "EdgeSeed.Linux/Sockets/NetworkDevice.cs",
        // What the system's resolver is for: nothing is bound.
        "EdgeSeed.Engine/Network/HostNames.cs",
        // Of this machine's file system.
        "EdgeSeed/Lifetime/ControlSocket.cs",
        "EdgeSeed/Tracking/ProxySocket.cs",
        // Takes over what was accepted.
        "EdgeSeed/Tracking/TrackerTransport.cs",
        // Commands that ask a service for what they show, at the address that the user names.
        "EdgeSeed/Commands/StatusClient.cs"));

    /// <summary>Which sockets keep to no interface: those with which this machine asks itself.</summary>
    [Fact]
    public void Sockets_without_an_interface_are_those_that_speak_to_this_machine_alone() => Assert.Empty(Offenders(
        OpensAnywhere(), "EdgeSeed.Engine/Network/Egress.cs", "EdgeSeed/Lifetime/PortProbe.cs", "EdgeSeed/Network/PortRefusal.cs"));

    /// <summary>A test that waits for what gives no signal does so with a limit, in one place: what never comes fails it instead of hanging it.</summary>
    [Fact]
    public void Tests_wait_by_looking_only_with_a_limit() => Assert.Empty(OffendersIn("tests", UnboundedWait()));

    /// <summary>A name that a reader searches for is one type's.</summary>
    [Fact]
    public void No_two_types_have_one_name()
    {
        string[] shared = [.. Files("src")
            .SelectMany(file => TopLevelType().Matches(File.ReadAllText(file.Path)).Select(type => (Name: type.Groups[1].Value, Folder: Path.GetDirectoryName(file.Name))))
            .Distinct().CountBy(type => type.Name).Where(count => count.Value > 1).Select(count => count.Key)];
        Assert.Empty(shared);
    }

    /// <summary>A name says what a type is, not that it is for use.</summary>
    [Fact]
    public void No_type_is_named_after_being_useful()
    {
        string[] useless = [.. Files("src").SelectMany(file => TopLevelType().Matches(File.ReadAllText(file.Path))).Select(type => type.Groups[1].Value).Where(name => UselessEnd().IsMatch(name))];
        Assert.Empty(useless);
    }

    private static string[] Offenders(Regex pattern, params string[] places) => OffendersIn("src", pattern, places);

    /// <summary>Files of a folder, outside the given places, whose code matches.</summary>
    private static string[] OffendersIn(string folder, Regex pattern, params string[] places) => [.. Files(folder)
        .Where(file => !places.Any(place => file.Name.StartsWith(place, StringComparison.Ordinal)) && pattern.IsMatch(File.ReadAllText(file.Path)))
        .Select(file => file.Name)];

    /// <summary>The source files below a folder, and their paths from there.</summary>
    private static IEnumerable<(string Path, string Name)> Files(string folder) => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
        .Select(path => (Path: path, Name: Path.GetRelativePath(Path.Combine(Repository.Root, folder), path)))
        .Where(file => !file.Name.Split('/').Any(part => part is "obj" or "bin"));

    [GeneratedRegex("""(LibraryImport|DllImport)\("libc""")]
    private static partial Regex LibcImport();

    [GeneratedRegex("""new Thread\(|new Timer\(|CreateTimer\(|ThreadPool\.|ContinueWith\(|(?<!await )Task\.(Run|Factory\.StartNew)\(""")]
    private static partial Regex Unsupervised();

    [GeneratedRegex(@"^(?:(?:public|internal|static|sealed|abstract|partial|readonly|unsafe|ref)\s+)*(?:class|struct|interface|enum|record(?:\s+(?:struct|class))?|delegate\s+\S+)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex("""new (Socket|TcpClient|TcpListener|UdpClient|HttpClient|SocketsHttpHandler|Ping|SmtpClient|ClientWebSocket)\(|Socket\w* \w+ = new\(Addr|(?<!\w)Dns\.|Libc\.Socket\(""")]
    private static partial Regex OpensSocket();

    [GeneratedRegex("""NetworkSocket\.Open\([^;]*(device: null|, null)\)""")]
    private static partial Regex OpensAnywhere();

    [GeneratedRegex("(Managers?|Tools?|Helpers?|Utils?)$")]
    private static partial Regex UselessEnd();

    [GeneratedRegex("""while \(.*\) await Task\.(Delay|Yield)\(""")]
    private static partial Regex UnboundedWait();
}
