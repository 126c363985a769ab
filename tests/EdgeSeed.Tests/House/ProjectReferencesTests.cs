using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;

namespace EdgeSeed.Tests.House;

/// <summary>The layers: which project may see which. A new arrow is a decision about the design, made here first.</summary>
public sealed class ProjectReferencesTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["EdgeSeed.Protocol"] = [],
        ["EdgeSeed.Storage"] = ["EdgeSeed.Protocol"],
        ["EdgeSeed.Tracker"] = ["EdgeSeed.Protocol"],
        ["EdgeSeed.Engine"] = ["EdgeSeed.Protocol", "EdgeSeed.Storage"],
        ["EdgeSeed.Hardware"] = [],
        ["EdgeSeed"] = ["EdgeSeed.Engine", "EdgeSeed.Hardware", "EdgeSeed.Protocol", "EdgeSeed.Storage", "EdgeSeed.Tracker"],
    };

    private static readonly Dictionary<string, string[]> Packages = new()
    {
        ["EdgeSeed.Hardware"] = ["Iot.Device.Bindings", "System.Device.Gpio"],
        ["Iot.Device.Bindings"] = ["System.Device.Gpio"],
        ["EdgeSeed"] = ["Microsoft.Extensions.Hosting.Systemd", "QRCoder", "System.CommandLine", "Tomlyn"],
    };

    private static readonly string[] Shimmed = ["Tomlyn", "Microsoft.Extensions.Hosting.Systemd", "System.Device.Gpio", "Iot.Device.Bindings"];

    public static TheoryData<string> Projects => [.. SourceProjects().Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_only_what_its_layer_may(string project)
    {
        XDocument file = XDocument.Load(SourceProjects().Single(path => Path.GetFileNameWithoutExtension(path) == project));
        Assert.Superset(Included(file, "ProjectReference", Path.GetFileNameWithoutExtension), AllowedFor(project, Allowed));
        Assert.Superset(Included(file, "PackageReference", name => name), AllowedFor(project, Packages));
        Assert.Superset(Included(file, "ShimmedPackage", name => name), AllowedFor(project, Packages));
    }

    [Fact]
    public void Source_has_the_six_projects_and_shims_only() =>
        Assert.Equal(
            Allowed.Keys.Concat(Shimmed).Intersect(SourceProjects().Select(path => Path.GetFileNameWithoutExtension(path))).Order(),
            SourceProjects().Select(path => Path.GetFileNameWithoutExtension(path)).Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public async Task Published_packages_take_the_place_of_every_shim(string project)
    {
        if (Shimmed.Contains(project)) return;
        string path = SourceProjects().Single(file => Path.GetFileNameWithoutExtension(file) == project);
        string[] wanted = [.. Included(XDocument.Load(path), "ShimmedPackage", name => name).Order()];

        using JsonDocument items = await EvaluateAsync(path);

        string[] packages = [.. Identities(items, "PackageReference")];
        Assert.Equal(wanted, packages.Intersect(Shimmed).Order());
        Assert.DoesNotContain(Identities(items, "ProjectReference"), reference => reference.Contains("Shims", StringComparison.Ordinal));
        string[] versioned = [.. items.RootElement.GetProperty("Items").GetProperty("PackageVersion").EnumerateArray()
            .Where(item => item.GetProperty("Version").GetString() is { Length: > 0 }).Select(item => item.GetProperty("Identity").GetString()!)];
        Assert.Superset(wanted.ToHashSet(), versioned.ToHashSet());
    }

    private static IEnumerable<string> SourceProjects() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories);

    private static HashSet<string> AllowedFor(string project, Dictionary<string, string[]> table) => [.. table.GetValueOrDefault(project, [])];

    private static HashSet<string> Included(XDocument file, string item, Func<string, string?> name) =>
        [.. file.Descendants(item).Select(element => name(element.Attribute("Include")!.Value)!)];

    private static IEnumerable<string> Identities(JsonDocument items, string kind) =>
        items.RootElement.GetProperty("Items").GetProperty(kind).EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!);

    private static async Task<JsonDocument> EvaluateAsync(string project)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, "-p:UsePublishedPackages=true", "-getItem:PackageReference,ProjectReference,PackageVersion"])
        {
            RedirectStandardOutput = true,
        };
        using Process msbuild = Process.Start(start)!;
        string text = await msbuild.StandardOutput.ReadToEndAsync();
        await msbuild.WaitForExitAsync();
        Assert.True(msbuild.ExitCode == 0, text);
        return JsonDocument.Parse(text);
    }
}
