using System.Globalization;

namespace Microsoft.Extensions.Hosting.Systemd;

/// <summary>Finds out whether systemd runs this process as a service.</summary>
public static class SystemdHelpers
{
    private static readonly bool s_isSystemdService =
        OperatingSystem.IsLinux() && Detect(Environment.ProcessId, Environment.GetEnvironmentVariable, ReadParentName);

    /// <summary>Whether systemd started this process as a service; found out once.</summary>
    public static bool IsSystemdService() => s_isSystemdService;

    /// <summary>
    /// systemd 248 and later say so in <c>SYSTEMD_EXEC_PID</c>, which works with <c>ProtectProc=invisible</c> too. As process 1 of
    /// a container, a notification or listening socket is the sign. Otherwise the parent is called <c>systemd</c>.
    /// </summary>
    internal static bool Detect(int processId, Func<string, string?> variable, Func<string?> parentName)
    {
        string? execPid = variable("SYSTEMD_EXEC_PID");
        if (int.TryParse(execPid, NumberStyles.None, CultureInfo.InvariantCulture, out int started) && started == processId)
            return true;
        if (processId == 1) return !string.IsNullOrEmpty(variable("NOTIFY_SOCKET")) || !string.IsNullOrEmpty(variable("LISTEN_PID"));
        return parentName() == "systemd";
    }

    // /proc/self/stat is "pid (name) state ppid …", and the name may hold spaces and parentheses.
    private static string? ReadParentName()
    {
        try
        {
            string stat = File.ReadAllText("/proc/self/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return File.ReadAllText($"/proc/{fields[1]}/comm").TrimEnd('\n');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
