namespace EdgeSeed.Interop.Running;

/// <summary>A program from Debian that a test drives. Missing: the test is skipped with the reason, and fails in CI.</summary>
internal static class ExternalTool
{
    /// <summary>The full path of the first of <paramref name="names"/> that is installed.</summary>
    public static string Require(string package, params string[] names)
    {
        string[] folders = ["/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin"];
        string? found = names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        Missing(found is null, $"{string.Join(" or ", names)} is not installed (Debian package {package})");
        return found!;
    }

    /// <summary>Skips the test when something it needs is missing; in CI that is a failure, because CI installs everything.</summary>
    public static void Missing(bool missing, string reason)
    {
        if (!missing) return;
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", reason);
        Skip.If(true, reason);
    }
}
