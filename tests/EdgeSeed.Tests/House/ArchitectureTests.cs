using System.Text.RegularExpressions;

namespace EdgeSeed.Tests.House;

/// <summary>What README.md says of the inside is there: a reader who follows a name arrives.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string s_text = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    [Fact]
    public void Types_named_in_the_architecture_have_a_file_or_a_declaration()
    {
        string section = s_text[s_text.IndexOf("\n## Architecture\n", StringComparison.Ordinal)..s_text.IndexOf("\n## Contributing\n", StringComparison.Ordinal)];
        HashSet<string> declared = [.. Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(path => (IEnumerable<string>)[Path.GetFileName(path).Split('.')[0], .. Declaration().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value)])];
        string[] named = [.. TypeName().Matches(section).Select(match => match.Groups[1].Value).Distinct()];
        Assert.True(named.Length > 40, $"only {named.Length} names were found");
        string[] absent = [.. named.Where(name => !declared.Contains(name) && !Directory.Exists(Path.Combine(Repository.Root, "src", "EdgeSeed." + name)))];
        Assert.Empty(absent);
    }

    [Fact]
    public void Paths_named_in_the_readme_exist()
    {
        string[] missing = [.. PathName().Matches(s_text).Select(match => match.Groups[1].Value).Where(path => !Path.Exists(Path.Combine(Repository.Root, path)))];
        Assert.Empty(missing);
    }

    [GeneratedRegex("`([A-Z][a-z]+(?:[A-Z][A-Za-z]*)?)`")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"(?:class|record|struct|interface|enum|void|bool)\s+([A-Z]\w+)")]
    private static partial Regex Declaration();

    [GeneratedRegex("`((?:src|tests|deploy|hardware|\\.ci)/[\\w./-]+)`")]
    private static partial Regex PathName();
}
