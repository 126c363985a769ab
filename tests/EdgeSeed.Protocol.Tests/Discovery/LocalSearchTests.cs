using System.Text;
using EdgeSeed.Protocol.Discovery;

namespace EdgeSeed.Protocol.Tests.Discovery;

public class LocalSearchTests
{
    private const string Hash = "0123456789abcdef0123456789abcdef01234567";
    private const string OtherHash = "89ABCDEF89ABCDEF89ABCDEF89ABCDEF89ABCDEF";

    [Theory]
    [InlineData(false, "239.192.152.143:6771")]
    [InlineData(true, "[ff15::efc0:988f]:6771")]
    public void Written_datagram_is_that_of_the_specification_and_reads_back(bool isIPv6, string host)
    {
        byte[] bytes = new byte[LocalSearch.MaxBytes];
        int length = LocalSearch.Write(bytes, isIPv6, 6881, [Parse(Hash)], "c00k1e"u8);
        Assert.Equal(
            $"BT-SEARCH * HTTP/1.1\r\nHost: {host}\r\nPort: 6881\r\nInfohash: {Hash}\r\ncookie: c00k1e\r\n\r\n\r\n",
            Encoding.ASCII.GetString(bytes, 0, length));
        Assert.Equal((6881, "c00k1e", Hash), Read(bytes.AsSpan(0, length)));
    }

    [Fact]
    public void Most_hashes_fit_one_datagram()
    {
        var hashes = new InfoHash[LocalSearch.MaxHashes];
        byte[] bytes = new byte[LocalSearch.MaxBytes];
        int length = LocalSearch.Write(bytes, isIPv6: true, ushort.MaxValue, hashes, new byte[LocalSearch.MaxCookieBytes]);
        Assert.True(LocalSearch.TryParse(bytes.AsSpan(0, length), out LocalSearch search));
        int count = 0;
        while (search.TryNext(out _)) count++;
        Assert.Equal(LocalSearch.MaxHashes, count);
    }

    [Theory]
    [InlineData($"BT-SEARCH * HTTP/1.1\r\ninfohash:{Hash}\r\nPORT:\t6881 \r\n\r\n\r\n", 6881, "", Hash)]
    [InlineData($"BT-SEARCH * HTTP/1.1\r\nPort: 1\r\nX-Unknown\r\nInfohash: {Hash}\r\nInfohash: short\r\nInfohash: {OtherHash}\r\n\r\n", 1, "", $"{Hash} {OtherHash}")]
    [InlineData("BT-SEARCH * HTTP/1.1\r\nPort: 7\r\ncookie: x\r\n\r\nInfohash: 0123456789abcdef0123456789abcdef01234567\r\n", 7, "x", "")]
    public void Datagrams_of_others_are_read(string text, int port, string cookie, string hashes) =>
        Assert.Equal((port, cookie, hashes.ToLowerInvariant()), Read(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData("")]
    [InlineData("BT-SEARCH * HTTP/1.1\r\n\r\n")]
    [InlineData("BT-SEARCH * HTTP/1.1\r\nPort: 0\r\n\r\n")]
    [InlineData("BT-SEARCH * HTTP/1.1\r\nPort: 65536\r\n\r\n")]
    [InlineData("BT-SEARCH * HTTP/1.1\r\nPort: 12x\r\n\r\n")]
    [InlineData("M-SEARCH * HTTP/1.1\r\nPort: 12\r\n\r\n")]
    public void Others_are_refused(string text) => Assert.False(LocalSearch.TryParse(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void Longer_datagrams_are_refused() =>
        Assert.False(LocalSearch.TryParse(Encoding.ASCII.GetBytes("BT-SEARCH * HTTP/1.1\r\nPort: 1\r\n\r\n".PadRight(LocalSearch.MaxBytes + 1)), out _));

    [Fact]
    public void Groups_are_those_of_the_specification()
    {
        Assert.Equal("239.192.152.143:6771", LocalSearch.GroupIPv4.ToString());
        Assert.Equal("[ff15::efc0:988f]:6771", LocalSearch.GroupIPv6.ToString());
    }

    private static (int Port, string Cookie, string Hashes) Read(ReadOnlySpan<byte> datagram)
    {
        Assert.True(LocalSearch.TryParse(datagram, out LocalSearch search));
        var hashes = new List<string>();
        while (search.TryNext(out InfoHash infoHash)) hashes.Add(infoHash.ToString());
        return (search.Port, Encoding.ASCII.GetString(search.Cookie), string.Join(' ', hashes));
    }

    private static InfoHash Parse(string text)
    {
        Assert.True(InfoHash.TryParse(text, out InfoHash infoHash));
        return infoHash;
    }
}
