using System.Diagnostics;

namespace EdgeSeed.Tests.House;

/// <summary><c>deploy/drive eject</c> runs as root in a folder that the service's user owns; the copies here differ in their paths alone.</summary>
public sealed class DriveScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DriveScriptTests()
    {
        string script = File.ReadAllText(Path.Combine(Repository.Root, "deploy/drive"));
        Directory.CreateDirectory(_folder["state"]);
        Directory.CreateDirectory(_folder["run"]);
        Directory.CreateDirectory(_folder["bin"]);
        string changed = script
            .Replace("/var/lib/edgeseed/eject", _folder["state/eject"], StringComparison.Ordinal)
            .Replace("/run/edgeseed", _folder["run"], StringComparison.Ordinal);
        File.WriteAllText(_folder["drive"], changed);
        File.WriteAllText(_folder["bin/systemctl"], $"#!/bin/sh\necho \"$@\" >>'{_folder["stopped"]}'\n");
        if (OperatingSystem.IsLinux()) File.SetUnixFileMode(_folder["bin/systemctl"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    [Fact]
    public void Eject_request_stopsTheDrivesUnitAndGoes()
    {
        File.WriteAllText(_folder["run/sdb1.name"], "FILMS\n");
        Ask("FILMS", "OTHER", "-rf", "two words");
        Assert.Equal(0, Run());
        Assert.Equal("stop edgeseed-drive@sdb1.service\n", File.ReadAllText(_folder["stopped"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["state/eject"]));
    }

    [Fact]
    public void Eject_folderIsALink_touchesNothing()
    {
        string precious = _folder.Write("etc/shadow", "precious"u8.ToArray());
        Directory.CreateSymbolicLink(_folder["state/eject"], _folder["etc"]);
        Assert.Equal(0, Run());
        Assert.True(File.Exists(precious));
    }

    [Fact]
    public void Eject_entriesAreLinksAndFolders_onlyTheyGo()
    {
        string precious = _folder.Write("etc/shadow", "precious"u8.ToArray());
        Ask();
        File.CreateSymbolicLink(_folder["state/eject/file"], precious);
        Directory.CreateSymbolicLink(_folder["state/eject/folder"], _folder["etc"]);
        Directory.CreateDirectory(_folder["state/eject/empty"]);
        Assert.Equal(0, Run());
        Assert.True(File.Exists(precious));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["state/eject"]));
    }

    [Fact]
    public void Eject_noRequests_isNoError() => Assert.Equal(0, Run());

    public void Dispose() => _folder.Dispose();

    private void Ask(params string[] names)
    {
        Directory.CreateDirectory(_folder["state/eject"]);
        foreach (string name in names) File.WriteAllText(Path.Combine(_folder["state/eject"], name), "");
    }

    private int Run()
    {
        var start = new ProcessStartInfo("/bin/sh", [_folder["drive"], "eject"]) { RedirectStandardError = true };
        start.Environment["PATH"] = $"{_folder["bin"]}:/usr/bin:/bin";
        using Process process = Process.Start(start)!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
