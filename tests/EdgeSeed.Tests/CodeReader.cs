using System.Diagnostics;

namespace EdgeSeed.Tests;

/// <summary>Reads QR codes off pictures with zbarimg, a program that knows nothing of ours.</summary>
internal static class CodeReader
{
    /// <summary>The text of the code in a picture; where zbarimg is not installed the test is skipped, and fails in CI.</summary>
    public static async Task<string> ReadAsync(string picture)
    {
        Process reader;
        try
        {
            reader = Process.Start(new ProcessStartInfo("zbarimg", ["--quiet", "--raw", picture]) { RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            throw new SkipException("zbarimg (package zbar-tools) is not installed");
        }
        using (reader)
        {
            string text = await reader.StandardOutput.ReadToEndAsync();
            await reader.WaitForExitAsync();
            return text.TrimEnd('\n');
        }
    }
}
