namespace EdgeSeed.Tests.House;

/// <summary>The top level is fixed, so that a reader always knows where to look.</summary>
public sealed class TopLevelTests
{
    private static readonly string[] Agreed =
    [
        "src", "tests", "deploy", "hardware", "EdgeSeed.sln", "README.md", "publish-arm64.sh",
        "LICENSE", "global.json", "Directory.Build.props", "Directory.Packages.props",
    ];

    [Fact]
    public void Top_level_holds_nothing_but_what_was_agreed() =>
        Assert.Empty(Directory.EnumerateFileSystemEntries(Repository.Root)
            .Select(path => Path.GetFileName(path))
            .Where(name => !name.StartsWith('.') && name is not ("out" or "TestResults"))
            .Except(Agreed));

    [Fact]
    public void Sources_have_no_unfinished_marks()
    {
        string[] unfinished = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .Where(file => File.ReadLines(file).Any(IsUnfinished))];
        Assert.Empty(unfinished);
    }

    private static bool IsUnfinished(string line) =>
        line.Contains("NotImplementedException", StringComparison.Ordinal) || line.Contains("TO" + "DO", StringComparison.Ordinal);
}
