using System.Diagnostics;

namespace EdgeSeed.Tests.House;

/// <summary>
/// <c>deploy/drive</c>: ejecting runs as root in a folder that the service's user owns; mounting takes the driver that the kernel has; disks rest as the configuration says. The
/// copies here differ in their paths alone, and what they call notes how it was called.
/// </summary>
public sealed class DriveScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private string _said = "";

    public DriveScriptTests()
    {
        string script = File.ReadAllText(Path.Combine(Repository.Root, "deploy/drive"));
        Directory.CreateDirectory(_folder["state"]);
        Directory.CreateDirectory(_folder["run"]);
        Directory.CreateDirectory(_folder["bin"]);
        string changed = script
            .Replace("/var/lib/edgeseed/eject", _folder["state/eject"], StringComparison.Ordinal)
            .Replace("/run/edgeseed", _folder["run"], StringComparison.Ordinal)
            .Replace("sys=/sys\n", $"sys={_folder["sys"]}\n", StringComparison.Ordinal)
            .Replace("/proc/filesystems", _folder["filesystems"], StringComparison.Ordinal);
        File.WriteAllText(_folder["drive"], changed);
        Command("systemctl", $"echo \"$@\" >>'{_folder["stopped"]}'");
    }

    [Theory]
    [InlineData("nodev\ttmpfs\n\tntfs3\n\tntfs\n", "", false, "ntfs3 iocharset=utf8,fmask=0133,dmask=0022")] // loaded or built in
    [InlineData("nodev\ttmpfs\n", "fs-ntfs3 fs-ntfs fs-fuseblk", true, "ntfs3 iocharset=utf8,fmask=0133,dmask=0022")] // modules
    [InlineData("nodev\ttmpfs\n", "fs-ntfs", false, "ntfs iocharset=utf8,fmask=0133,dmask=0022")]
    [InlineData("\tntfs\n", "", true, "ntfs iocharset=utf8,fmask=0133,dmask=0022")]
    [InlineData("\tfuseblk\n", "", true, "ntfs-3g fmask=0133,dmask=0022")]
    [InlineData("nodev\tfuse\n", "fs-fuseblk", true, "ntfs-3g fmask=0133,dmask=0022")]
    [InlineData("\tfuseblk\n", "", false, null)]
    [InlineData("nodev\ttmpfs\n", "", true, null)]
    public void Mount_ntfs_takesTheDriverThatTheKernelHas(string fileSystems, string modules, bool hasProgram, string? expected)
    {
        File.WriteAllText(_folder["filesystems"], fileSystems);
        Command("modprobe", $"[ \"$1\" = -nq ] && case ' {modules} ' in *\" $2 \"*) exit 0 ;; *) exit 1 ;; esac");
        Command("udevadm", "printf 'ID_FS_TYPE=ntfs\\nID_FS_LABEL=FILMS\\n'");
        Command("mount", $"echo \"$@\" >>'{_folder["mounted"]}'");
        foreach (string nothing in (string[])["lsblk", "findmnt", "mountpoint"]) Command(nothing, "exit 1");
        Command("blockdev", "");
        if (hasProgram) Command("mount.ntfs-3g", "");

        Assert.Equal(0, Run("mount", "sdb1"));

        if (expected is null)
        {
            Assert.False(File.Exists(_folder["mounted"]));
            Assert.Contains("install the package ntfs-3g", _said, StringComparison.Ordinal);
            return;
        }
        string[] parts = expected.Split(' ');
        Assert.Equal($"-t {parts[0]} -o ro,nosuid,nodev,noexec,noatime,{parts[1]} /dev/sdb1 {_folder["run/drives/FILMS"]}\n", File.ReadAllText(_folder["mounted"]));
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

    [Theory]
    [InlineData("20m", "1 0", false, "1200000 auto 1")]
    [InlineData("1h30m", "1 0", false, "5400000 auto 1")]
    [InlineData("", "1 0", false, "-1 on 0")] // as it was before: somebody else's to say
    [InlineData("", "1 0", true, "-1 on 1")]
    [InlineData("20m", "1 1", false, "-1 on 0")] // a stick
    [InlineData("20m", "0 0", false, "-1 on 0")]
    [InlineData("no such file", "1 0", true, "600000 auto 1")] // what cannot be read changes nothing
    public void SpinDown_ofADisk_isWhatTheKernelIsTold(string text, string kind, bool isResting, string expected)
    {
        string device = _folder["sys/block/sdb/device"];
        Directory.CreateDirectory($"{device}/power");
        Directory.CreateDirectory($"{device}/scsi_disk/0:0:0:0");
        Directory.CreateDirectory(_folder["sys/block/sdb/queue"]);
        File.WriteAllText(_folder["sys/block/sdb/queue/rotational"], $"{kind[0]}\n");
        File.WriteAllText(_folder["sys/block/sdb/removable"], $"{kind[2]}\n");
        bool isRestingNow = isResting && text.Length > 0;
        File.WriteAllText($"{device}/power/autosuspend_delay_ms", isRestingNow ? "600000\n" : "-1\n");
        File.WriteAllText($"{device}/power/control", isRestingNow ? "auto\n" : "on\n");
        File.WriteAllText($"{device}/scsi_disk/0:0:0:0/manage_runtime_start_stop", isResting ? "1\n" : "0\n");
        File.WriteAllText(_folder["run/sdb1.name"], "FILMS\n");
        if (isResting) File.WriteAllText(_folder["run/sdb.rests"], "");
        Command("lsblk", "echo sdb");
        Command("edgeseed", text == "no such file" ? "exit 1" : $"printf '[drives]\\nspin_down = \"{text}\"        # default\\n'");

        Assert.Equal(0, Run("spin-down"));

        string[] told = [.. new[] { "power/autosuspend_delay_ms", "power/control", "scsi_disk/0:0:0:0/manage_runtime_start_stop" }.Select(name => File.ReadAllText($"{device}/{name}").Trim())];
        Assert.Equal(expected, string.Join(' ', told));
        Assert.Equal(expected.Contains("auto", StringComparison.Ordinal), File.Exists(_folder["run/sdb.rests"]));
    }

    [Fact]
    public void Eject_noRequests_isNoError() => Assert.Equal(0, Run());

    public void Dispose() => _folder.Dispose();

    private void Ask(params string[] names)
    {
        Directory.CreateDirectory(_folder["state/eject"]);
        foreach (string name in names) File.WriteAllText(Path.Combine(_folder["state/eject"], name), "");
    }

    private void Command(string name, string script)
    {
        File.WriteAllText(_folder[$"bin/{name}"], $"#!/bin/sh\n{script}\n");
        if (OperatingSystem.IsLinux()) File.SetUnixFileMode(_folder[$"bin/{name}"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private int Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", [_folder["drive"], .. arguments.DefaultIfEmpty("eject")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{_folder["bin"]}:/usr/bin:/bin";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        _said = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return process.ExitCode;
    }
}
