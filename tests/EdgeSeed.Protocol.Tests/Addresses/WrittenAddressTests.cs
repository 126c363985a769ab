using System.Text;
using EdgeSeed.Protocol.Addresses;

namespace EdgeSeed.Protocol.Tests.Addresses;

public sealed class WrittenAddressTests
{
    [Theory]
    [InlineData("http://t/announce", "http://t/announce")]
    [InlineData("  \uFEFFhttp://t/announce\u00A0\r\n\0", "http://t/announce")]
    [InlineData("HTTP://Tracker.Example:6969/Announce", "http://tracker.example:6969/Announce")]
    [InlineData("http://t/a b?k=c d", "http://t/a%20b?k=c%20d")]
    [InlineData("http://t/ü/日本", "http://t/%C3%BC/%E6%97%A5%E6%9C%AC")]
    [InlineData("http://t/a%20b", "http://t/a%20b")]
    [InlineData("http://t/100%", "http://t/100%25")]
    [InlineData("http://t/%zz", "http://t/%25zz")]
    [InlineData("http://t/a\"<>^`{|}\\b", "http://t/a%22%3C%3E%5E%60%7B%7C%7D%5Cb")]
    [InlineData("http://t/p.bin#part", "http://t/p.bin")]
    [InlineData("http://t?k=1", "http://t/?k=1")]
    [InlineData("http://t", "http://t")]
    [InlineData("http://[2001:db8::1]:80/a", "http://[2001:db8::1]:80/a")]
    [InlineData("http://2001:db8::1/a", "http://[2001:db8::1]/a")]
    [InlineData("http://[::1]/a", "http://[::1]/a")]
    [InlineData("http://bücher.example/a", "http://xn--bcher-kva.example/a")]
    [InlineData("http://u:p@h/a", "http://u:p@h/a")]
    [InlineData("http://u:p w@h@h/a@b", "http://u:p%20w@h@h/a@b")]
    [InlineData("http://t:/a", "http://t/a")]
    [InlineData("udp://t:80/announce", "udp://t:80/announce")]
    public void Address_is_read_as_it_was_meant(string written, string expected)
    {
        Assert.Equal(new WrittenAddress(expected, null), WrittenAddress.Read(written, AddressKind.Tracker));
        Assert.Equal(expected, WrittenAddress.Read(expected, AddressKind.Tracker).Text);
    }

    [Fact]
    public void Udp_without_a_port_means_80_and_says_so() =>
        Assert.Equal(("udp://t:80/announce", true), (WrittenAddress.Read("udp://t/announce", AddressKind.Tracker) is var read ? read.Text : null, read.Remark!.Contains("80", StringComparison.Ordinal)));

    [Theory]
    [InlineData("", "empty")]
    [InlineData("tracker.example/announce", "http://")]
    [InlineData("http:/t/a", "http://")]
    [InlineData("http://t/\r\nHost: x", "control character")]
    [InlineData("wss://t/a", "WebTorrent")]
    [InlineData("ftp://t/a", "FTP")]
    [InlineData("file:///etc/passwd", "http://")]
    [InlineData("http:///a", "no host")]
    [InlineData("http://:80/a", "no host")]
    [InlineData("http://http://t/announce", "twice")]
    [InlineData("udp://udp://t:80/announce", "twice")]
    [InlineData("https://HTTPS://t/announce", "twice")]
    [InlineData("http://t:0/a", "port")]
    [InlineData("http://t:99999/a", "port")]
    [InlineData("http://t:8o/a", "port")]
    [InlineData("http://[::1/a", "not a")]
    [InlineData("http://[1.2.3.4]/a", "not an address")]
    [InlineData("udp://2001:db8::1:80/", "brackets")]
    [InlineData("http://2001:db8::1:6969/announce", "brackets")]
    [InlineData("http://a b/a", "not a name")]
    [InlineData("http://:6969:80/a", "not a")]
    [InlineData("http://a%20b/a", "not a name")]
    public void What_cannot_be_used_says_why(string written, string why)
    {
        WrittenAddress read = WrittenAddress.Read(written, AddressKind.Tracker);
        Assert.Null(read.Text);
        Assert.Contains(why, read.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public void Udp_is_no_web_seed() => Assert.Null(WrittenAddress.Read("udp://t:80/a", AddressKind.Web).Text);

    [Fact]
    public void Bytes_that_are_not_utf8_go_out_as_they_are() =>
        Assert.Equal("http://t/caf%E9", WrittenAddress.Read(Encoding.Latin1.GetBytes("http://t/caf\u00e9"), AddressKind.Web).Text);

    [Theory]
    [InlineData("http://u:p@h/a@b", "http://h/a@b")]
    [InlineData("http://u:p@q@h", "http://h")]
    [InlineData("http://h/a@b", "http://h/a@b")]
    [InlineData("no address", "no address")]
    [InlineData("http://u:p@h", "http://h")]
    [InlineData("http://", "http://")]
    [InlineData("http:///@", "http:///@")]
    public void Login_is_not_shown(string address, string shown) => Assert.Equal(shown, WrittenAddress.WithoutLogin(address));

    [Fact]
    public void Any_bytes_give_an_address_fit_to_be_sent_or_a_reason()
    {
        var random = new Random(1);
        string[] starts = ["http://", "udp://h", "https://u:p@", "http://[", "http://h:", "http://h/"];
        for (int i = 0; i < 100_000; i++)
        {
            byte[] tail = new byte[random.Next(20)];
            random.NextBytes(tail);
            WrittenAddress read = WrittenAddress.Read([.. Encoding.ASCII.GetBytes(starts[i % starts.Length]), .. tail], AddressKind.Tracker);
            if (read.Text is null) Assert.NotNull(read.Remark);
            else Assert.False(read.Text.AsSpan().ContainsAnyExceptInRange('!', '~') || read.Text.AsSpan().ContainsAny('"', '<', '#'), read.Text);
            if (read.Text is { } text) Assert.Equal(text, WrittenAddress.Read(text, AddressKind.Tracker).Text);
        }
    }
}
