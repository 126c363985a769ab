using System.Text.RegularExpressions;

namespace EdgeSeed.Tests.House;

/// <summary>tests/README.md says which test holds which kind of input.</summary>
public sealed partial class TestTableTests
{
    [Fact]
    public void Tests_that_are_named_exist()
    {
        string folder = Path.Combine(Repository.Root, "tests");
        string[] named = [.. Name().Matches(File.ReadAllText(Path.Combine(folder, "README.md"))).Select(match => match.Groups[1].Value).Distinct()];
        Assert.NotEmpty(named);
        var sources = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Split('/').Any(part => part is "obj" or "bin")).Select(File.ReadAllText).ToList();
        Assert.DoesNotContain(named, name => !sources.Any(source => source.Contains($" {name}(", StringComparison.Ordinal)));
    }

    [GeneratedRegex("`([A-Z][A-Za-z0-9]+_[A-Za-z0-9_]+)`")]
    private static partial Regex Name();
}
