using Microsoft.Extensions.Hosting.Systemd;

namespace Shims.Tests.Systemd;

public class SystemdDetectionTests
{
    [Theory]
    [InlineData(42, "42", null, "sh", true)] // systemd 248 and later, whatever /proc shows
    [InlineData(42, "41", null, "sh", false)] // inherited by a child of a service
    [InlineData(42, "x", null, "systemd", true)]
    [InlineData(42, null, null, "systemd", true)]
    [InlineData(42, null, "/run/notify", "sh", false)]
    [InlineData(42, null, null, null, false)] // ProtectProc=invisible before 248
    [InlineData(1, null, "/run/notify", null, true)] // a container's first process
    [InlineData(1, null, null, "systemd", false)]
    public void Detect_bySigns_tellsAService(int processId, string? execPid, string? notifySocket, string? parent, bool expected)
    {
        string? Variable(string name) => name switch { "SYSTEMD_EXEC_PID" => execPid, "NOTIFY_SOCKET" => notifySocket, _ => null };
        Assert.Equal(expected, SystemdHelpers.Detect(processId, Variable, () => parent));
    }
}
