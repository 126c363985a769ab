namespace EdgeSeed.Terminal;

/// <summary>How the program names itself.</summary>
internal static class Product
{
    /// <summary>Three numbers, such as <c>0.1.0</c>.</summary>
    public static string Version { get; } = typeof(Product).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>Name and version: the <c>created by</c> of torrents made here.</summary>
    public static string Name => "EdgeSeed " + Version;
}
