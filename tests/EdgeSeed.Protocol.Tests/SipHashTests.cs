namespace EdgeSeed.Protocol.Tests;

public sealed class SipHashTests
{
    /// <summary>From the reference implementation: key 00..0f, message 00, 01, … of each length.</summary>
    [Theory]
    [InlineData(0, 0x726f_db47_dd0e_0e31)]
    [InlineData(8, 0x93f5_f579_9a93_2462)]
    [InlineData(15, 0xa129_ca61_49be_45e5)]
    public void Compute_reference_vector_matches(int length, ulong expected)
    {
        byte[] message = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        Assert.Equal(expected, SipHash.Compute(0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908, message));
    }
}
