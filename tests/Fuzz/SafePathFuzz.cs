using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Fuzz;

public sealed class SafePathFuzz
{
    private static readonly byte[][] Samples =
        ["a/b/c"u8.ToArray(), "../../etc/passwd"u8.ToArray(), "/etc/passwd"u8.ToArray(), "a/./b//c/.."u8.ToArray(), "..\\..\\x"u8.ToArray(), "d\u00fcr/\u0000"u8.ToArray()];

    [Fact]
    public void Accepted_path_never_leaves_its_root()
    {
        var mutator = new Mutator(4);
        int accepted = 0, refused = 0;
        for (int i = Mutator.Iterations(100_000); i > 0; i--)
        {
            byte[] data = i % 8 == 0 ? mutator.Bytes(40) : mutator.Mutate(Samples[i % Samples.Length]);
            if (SafePath.Check(data, out SafePath path) != PathFault.None)
            {
                refused++;
                Assert.True(path.Bytes.IsEmpty);
                continue;
            }
            accepted++;
            Assert.Equal(data, path.Bytes.ToArray());
            Assert.True(StaysInside(data), path.ToString());
            Assert.DoesNotContain(path.ToString(), char.IsControl);
        }
        Assert.True(accepted > 0 && refused > 0, $"{accepted} accepted, {refused} refused: these inputs prove nothing.");
    }

    // Another way to the same question: walk the path as a kernel does and see that every step goes down.
    private static bool StaysInside(byte[] path)
    {
        if (Array.IndexOf(path, (byte)0) >= 0 || path.Length is 0 or > SafePath.MaxLength) return false;
        string[] steps = System.Text.Encoding.Latin1.GetString(path).Split('/');
        return steps.All(step => step is not ("" or "." or "..") && step.Length <= SafePath.MaxSegmentLength);
    }
}
