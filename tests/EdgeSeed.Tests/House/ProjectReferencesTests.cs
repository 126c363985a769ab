using System.Xml.Linq;

namespace EdgeSeed.Tests.House;

/// <summary>The layers: which project may see which. A new arrow is a decision about the design, made here first.</summary>
public sealed class ProjectReferencesTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["EdgeSeed.Linux"] = [],
        ["EdgeSeed.Protocol"] = [],
        ["EdgeSeed.Storage"] = ["EdgeSeed.Linux", "EdgeSeed.Protocol"],
        ["EdgeSeed.Tracker"] = ["EdgeSeed.Linux", "EdgeSeed.Protocol"],
        ["EdgeSeed.Engine"] = ["EdgeSeed.Linux", "EdgeSeed.Protocol", "EdgeSeed.Storage"],
        ["EdgeSeed.Hardware"] = ["EdgeSeed.Linux"],
        ["EdgeSeed"] = ["EdgeSeed.Engine", "EdgeSeed.Hardware", "EdgeSeed.Linux", "EdgeSeed.Protocol", "EdgeSeed.Storage", "EdgeSeed.Tracker"],
    };

    private static readonly Dictionary<string, string[]> Packages = new()
    {
        ["EdgeSeed.Hardware"] = ["Iot.Device.Bindings", "System.Device.Gpio"],
        ["EdgeSeed"] = ["Microsoft.Extensions.Hosting.Systemd", "QRCoder", "System.CommandLine", "System.IO.Hashing", "Tomlyn"],
    };

    public static TheoryData<string> Projects => [.. SourceProjects().Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_only_what_its_layer_may(string project)
    {
        XDocument file = XDocument.Load(SourceProjects().Single(path => Path.GetFileNameWithoutExtension(path) == project));
        Assert.Superset(Included(file, "ProjectReference", Path.GetFileNameWithoutExtension), AllowedFor(project, Allowed));
        Assert.Superset(Included(file, "PackageReference", name => name), AllowedFor(project, Packages));
    }

    [Fact]
    public void Source_has_the_seven_projects_only() =>
        Assert.Equal(Allowed.Keys.Order(), SourceProjects().Select(path => Path.GetFileNameWithoutExtension(path)).Order());

    private static IEnumerable<string> SourceProjects() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories);

    private static HashSet<string> AllowedFor(string project, Dictionary<string, string[]> table) => [.. table.GetValueOrDefault(project, [])];

    private static HashSet<string> Included(XDocument file, string item, Func<string, string?> name) =>
        [.. file.Descendants(item).Select(element => name(element.Attribute("Include")!.Value)!)];
}
