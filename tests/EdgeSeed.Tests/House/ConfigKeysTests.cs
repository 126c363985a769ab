using System.Reflection;
using System.Text.Json;
using EdgeSeed.Config;

namespace EdgeSeed.Tests.House;

/// <summary>A key that nothing reads is a promise that is not kept.</summary>
public sealed class ConfigKeysTests
{
    [Fact]
    public void Every_key_is_read_by_something_outside_the_configuration()
    {
        string[] sources = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "EdgeSeed"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/EdgeSeed/Config/", StringComparison.Ordinal))
            .Select(File.ReadAllText)];
        string scripts = string.Concat(new[] { "deploy/drive", "deploy/image/root/usr/lib/edgeseed/access-point", "deploy/image/root/usr/lib/edgeseed/upgrade" }.Select(script => File.ReadAllText(Path.Combine(Repository.Root, script))));
        string[] unread = [.. Keys(typeof(SeedConfig)).Distinct()
            .Where(key => !sources.Any(source => System.Text.RegularExpressions.Regex.IsMatch(source, $@"\.{key}\b")) && !scripts.Contains($"^{JsonNamingPolicy.SnakeCaseLower.ConvertName(key)} = ", StringComparison.Ordinal))];
        Assert.Empty(unread);
    }

    private static IEnumerable<string> Keys(Type section) =>
        section.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(property =>
            property.PropertyType.Name.EndsWith("Config", StringComparison.Ordinal) ? Keys(property.PropertyType) : [property.Name]);
}
