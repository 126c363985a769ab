namespace EdgeSeed.Tests.House;

/// <summary>Where the sources of this build are: the nearest folder above the test binary that holds the solution.</summary>
internal static class Repository
{
    /// <summary>The root folder's full path.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "EdgeSeed.sln"))) return folder.FullName;
        throw new InvalidOperationException("EdgeSeed.sln is not above " + AppContext.BaseDirectory);
    }
}
