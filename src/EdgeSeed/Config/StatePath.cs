namespace EdgeSeed.Config;

/// <summary>Finds the state directory.</summary>
internal static class StatePath
{
    /// <summary>
    /// The configured path; else <c>$STATE_DIRECTORY</c> (set by systemd, its first entry), else <c>/var/lib/edgeseed</c> for root, else
    /// <c>$XDG_STATE_HOME/edgeseed</c> or <c>.local/state/edgeseed</c> in the user's home. A full path; the directory is not created.
    /// </summary>
    public static string Resolve(string configured) => Resolve(
        configured, Environment.GetEnvironmentVariable, Environment.IsPrivilegedProcess,
        static () => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify));

    /// <summary>The same with the environment given.</summary>
    public static string Resolve(string configured, Func<string, string?> variable, bool isRoot, Func<string> home)
    {
        if (configured.Length > 0) return Path.GetFullPath(configured);
        if (variable("STATE_DIRECTORY") is { Length: > 0 } fromSystemd) return fromSystemd.Split(':')[0];
        if (isRoot) return "/var/lib/edgeseed";
        if (variable("XDG_STATE_HOME") is { } xdg && xdg.StartsWith('/')) return Path.Combine(xdg, "edgeseed");
        return Path.Combine(home(), ".local/state/edgeseed");
    }
}
