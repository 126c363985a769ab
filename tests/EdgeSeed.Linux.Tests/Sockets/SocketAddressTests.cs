using System.Net;
using System.Net.Sockets;
using SocketAddress = EdgeSeed.Linux.Sockets.SocketAddress;

namespace EdgeSeed.Linux.Tests.Sockets;

/// <summary>Compared with the runtime's own, which writes and reads them with the system's headers.</summary>
public sealed class SocketAddressTests
{
    [Theory]
    [InlineData("192.0.2.7")]
    [InlineData("2001:db8::7")]
    [InlineData("::ffff:192.0.2.7")]
    public void What_the_runtime_wrote_is_read(string text)
    {
        var address = IPAddress.Parse(text);
        System.Net.SocketAddress name = new IPEndPoint(address, 6881).Serialize();
        Assert.Equal(address.GetAddressBytes(), SocketAddress.Read(name.Buffer.Span[..name.Size], out ushort port).ToArray());
        Assert.Equal(6881, port);
    }

    [Theory]
    [InlineData("::ffff:192.0.2.7", Libc.IPv4Family, "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", Libc.IPv6Family, "::ffff:192.0.2.7")]
    [InlineData("2001:db8::7", Libc.IPv6Family, "2001:db8::7")]
    public void What_is_written_the_runtime_reads(string text, int family, string expected)
    {
        byte[] bytes = new byte[SocketAddress.MaximumLength];
        int length = SocketAddress.Write(bytes, IPAddress.Parse(text).GetAddressBytes(), 6881, family);
        var name = new System.Net.SocketAddress(family == Libc.IPv4Family ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6);
        Assert.Equal(name.Size, length);
        // The runtime numbers families in its own way.
        bytes.AsSpan(2, length - 2).CopyTo(name.Buffer.Span[2..]);
        Assert.Equal(family, BitConverter.ToUInt16(bytes));
        Assert.Equal(new IPEndPoint(IPAddress.Parse(expected), 6881), new IPEndPoint(name.Family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0).Create(name));
    }

    [Fact]
    public void Another_family_and_a_cut_off_name_are_nobodys()
    {
        byte[] name = new byte[SocketAddress.MaximumLength];
        name[0] = 1;
        Assert.True(SocketAddress.Read(name, out ushort port).IsEmpty);
        name[0] = Libc.IPv6Family;
        Assert.True(SocketAddress.Read(name.AsSpan(0, SocketAddress.MaximumLength - 1), out port).IsEmpty);
        Assert.True(SocketAddress.Read([], out port).IsEmpty);
        Assert.Equal(0, port);
    }
}
