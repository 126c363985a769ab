using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Memory;
using Microsoft.Extensions.Time.Testing;

namespace EdgeSeed.Tests.Memory;

public class CodePagesTests
{
    [Fact]
    public void Ranges_afterALibraryCameLater_haveItToo()
    {
        using var pages = new CodePages(32 << 20, new FakeTimeProvider(), Supervisor.Alone(TimeProvider.System));
        _ = SHA1.HashData([]);
        nuint code = (nuint)NativeLibrary.GetExport(NativeLibrary.Load("libcrypto.so.3"), "SHA1");
        pages.GiveBack();
        Assert.Contains(pages.Ranges.ToArray(), range => range.Start <= code && code < range.Start + range.Length);
    }

    [Fact]
    public void Ranges_ofTheProgramAndItsLibraries_areFilesThatNobodyWrites()
    {
        using var pages = new CodePages(32 << 20, new FakeTimeProvider(), Supervisor.Alone(TimeProvider.System));
        string[] maps = File.ReadAllLines("/proc/self/maps");
        Assert.NotEmpty(pages.Ranges.ToArray());
        bool isLibraryCode = false;
        foreach (CodePages.Range range in pages.Ranges)
        {
            nuint covered = range.Start, end = range.Start + range.Length;
            foreach (string map in maps)
            {
                string[] words = map.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                string[] bounds = words[0].Split('-');
                nuint from = nuint.Parse(bounds[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                nuint to = nuint.Parse(bounds[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                if (to <= covered || from > covered || covered >= end) continue;
                Assert.Matches("^r-[x-]p$", words[1]);
                Assert.StartsWith("/", words[5], StringComparison.Ordinal);
                isLibraryCode |= words[1] == "r-xp" && words[5].Contains("/libc.so", StringComparison.Ordinal);
                covered = to;
            }
            Assert.True(covered >= end, $"{range.Start:x} is not mapped up to {end:x}");
        }
        Assert.True(isLibraryCode, "The C library's code is not among them.");
    }
}
