using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace EdgeSeed.Interop.Running;

/// <summary>A child process whose output is kept (the last 64 KiB) and which never outlives its test.</summary>
internal sealed partial class RunningProcess : IAsyncDisposable
{
    private const int KeptOutputChars = 64 * 1024;
    private const int Sigterm = 15;

    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private RunningProcess(Process process) => _process = process;

    /// <summary>Everything written to standard output and standard error so far.</summary>
    public string Output
    {
        get { lock (_output) return _output.ToString(); }
    }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a program with arguments as they are (no shell).</summary>
    public static RunningProcess Start(IReadOnlyList<string> command, string? workingDirectory = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = workingDirectory ?? Path.GetTempPath(),
        };
        var process = new Process { StartInfo = start };
        var running = new RunningProcess(process);
        process.OutputDataReceived += (_, line) => running.Keep(line.Data);
        process.ErrorDataReceived += (_, line) => running.Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return running;
    }

    /// <summary>Runs a program to its end; its exit code and all it wrote.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(IReadOnlyList<string> command, TimeSpan limit, string? workingDirectory = null)
    {
        await using RunningProcess running = Start(command, workingDirectory);
        int exitCode = await running.WaitForExitAsync(limit);
        return (exitCode, running.Output);
    }

    /// <summary>Runs a program that must succeed; what it wrote.</summary>
    public static async Task<string> RequireAsync(IReadOnlyList<string> command, TimeSpan limit, string? workingDirectory = null)
    {
        (int exitCode, string output) = await RunAsync(command, limit, workingDirectory);
        Assert.True(exitCode == 0, $"{string.Join(' ', command)} exited with {exitCode}:\n{output}");
        return output;
    }

    /// <summary>Waits for the end; fails with the output when it does not come in time.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{_process.StartInfo.FileName} still ran after {limit.TotalSeconds:0} s:\n{Output}");
        }
        return _process.ExitCode;
    }

    /// <summary>Gives a program that should be ending some time to do so, and then kills it.</summary>
    public async Task EndAsync(TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
        }
    }

    /// <summary>Asks it to stop (SIGTERM) and returns its exit code.</summary>
    public async Task<int> StopAsync(TimeSpan limit)
    {
        if (!_process.HasExited) Assert.Equal(0, SendSignal(_process.Id, Sigterm));
        return await WaitForExitAsync(limit);
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends it and its children at once. Not its output is waited for, which a grandchild may keep open.</summary>
    private void Kill()
    {
        _process.Kill(entireProcessTree: true);
        Assert.True(_process.WaitForExit(KillLimit), $"{_process.StartInfo.FileName} does not die");
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_output)
        {
            _output.AppendLine(line);
            if (_output.Length > KeptOutputChars) _output.Remove(0, _output.Length - KeptOutputChars);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int processId, int signal);
}
