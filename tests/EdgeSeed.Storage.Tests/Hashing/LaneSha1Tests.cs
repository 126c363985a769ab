using System.Security.Cryptography;
using EdgeSeed.Storage.Hashing.Lanes;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Storage.Tests.Hashing;

public sealed class LaneSha1Tests
{
    private const int MaxLength = 4 * LaneSha1.BlockBytes;
    private const int Gap = 3;

    public static TheoryData<int> Widths
    {
        get
        {
            var widths = new TheoryData<int>();
            foreach (int lanes in (int[])[4, 8, 16])
            {
                if (LaneSha1.Create(lanes) is not null) widths.Add(lanes);
            }
            return widths;
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_length_around_block_borders_gives_the_frameworks_digests(int lanes)
    {
        LaneSha1 sha1 = LaneSha1.Create(lanes)!;
        for (int length = 0; length <= MaxLength; length++) AssertRight(sha1, [length], seed: length);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Messages_in_any_parts_give_the_frameworks_digests(int lanes)
    {
        LaneSha1 sha1 = LaneSha1.Create(lanes)!;
        Prop.ForAll(
            ArbMap.Default.ArbFor<byte[]>(),
            ArbMap.Default.ArbFor<int>(),
            (blocks, seed) => AssertRight(sha1, [.. blocks.Select(count => count % 5 * LaneSha1.BlockBytes), seed & 127], seed)).QuickCheckThrowOnFailure();
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_message_longer_than_four_gibibits_says_so(int lanes)
    {
        // The length is counted in bits: 512 MiB and a byte needs the upper half of the counter.
        const int part = 1 << 20;
        if (lanes != LaneSha1.FastestLanes) return;
        LaneSha1 sha1 = LaneSha1.Create(lanes)!;
        byte[] rows = new byte[lanes * (part + Gap)];
        using var expected = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        for (int i = 0; i < 512; i++)
        {
            sha1.Append(rows, part + Gap, part);
            expected.AppendData(rows, 0, part);
        }
        sha1.Append(rows, part + Gap, 1);
        expected.AppendData(rows, 0, 1);
        byte[] digests = new byte[lanes * LaneSha1.DigestBytes];
        sha1.Finish(digests);
        Assert.Equal(expected.GetHashAndReset(), digests[^LaneSha1.DigestBytes..]);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Bytes_after_the_end_are_refused(int lanes)
    {
        LaneSha1 sha1 = LaneSha1.Create(lanes)!;
        byte[] rows = new byte[lanes * 8];
        sha1.Append(rows, 8, 7);
        Assert.Throws<InvalidOperationException>(() => sha1.Append(rows, 8, 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => LaneSha1.Create(lanes)!.Append(rows.AsSpan(1), 8, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => LaneSha1.Create(lanes)!.Append(rows, 7, 8));
    }

    [Fact]
    public void Fastest_width_is_one_this_machine_has() =>
        Assert.True(LaneSha1.FastestLanes == 1 || LaneSha1.Create(LaneSha1.FastestLanes)?.Lanes == LaneSha1.FastestLanes);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(32)]
    public void Other_widths_do_not_exist(int lanes) => Assert.Null(LaneSha1.Create(lanes));

    private static void AssertRight(LaneSha1 sha1, int[] parts, int seed)
    {
        var random = new Random(seed);
        byte[][] messages = [.. Enumerable.Range(0, sha1.Lanes).Select(_ => new byte[parts.Sum()])];
        foreach (byte[] message in messages) random.NextBytes(message);
        int begin = 0;
        foreach (int part in parts)
        {
            int stride = part + Gap;
            byte[] rows = new byte[(stride * (sha1.Lanes - 1)) + part];
            for (int i = 0; i < sha1.Lanes; i++) messages[i].AsSpan(begin, part).CopyTo(rows.AsSpan(i * stride));
            sha1.Append(rows, stride, part);
            begin += part;
        }
        byte[] digests = new byte[sha1.Lanes * LaneSha1.DigestBytes];
        sha1.Finish(digests);
        Assert.Equal(messages.SelectMany(SHA1.HashData), digests);
    }
}
