using System.Text.RegularExpressions;

namespace EdgeSeed.Tests.House;

/// <summary>What the program does in one place only, so that it is done one way: found by reading the source.</summary>
public sealed partial class OneOfEachTests
{
    [Fact]
    public void Libc_is_called_from_the_bottom_project_alone() => Assert.Empty(Offenders(LibcImport(), "EdgeSeed.Linux/Libc."));

    /// <summary>Files outside the given places whose code matches.</summary>
    private static string[] Offenders(Regex pattern, params string[] places) => [.. Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Select(path => (Path: path, Name: Path.GetRelativePath(Path.Combine(Repository.Root, "src"), path)))
        .Where(file => !file.Name.Split('/').Any(part => part is "obj" or "bin") && !places.Any(place => file.Name.StartsWith(place, StringComparison.Ordinal)))
        .Where(file => pattern.IsMatch(File.ReadAllText(file.Path)))
        .Select(file => file.Name)];

    [GeneratedRegex("""(LibraryImport|DllImport)\("libc""")]
    private static partial Regex LibcImport();
}
