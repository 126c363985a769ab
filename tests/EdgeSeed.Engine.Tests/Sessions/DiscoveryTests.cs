using System.Net;
using System.Net.Sockets;
using EdgeSeed.Engine.Discovery;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Discovery;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Tests.Sessions;

/// <summary>Local service discovery (BEP 14) with a neighbour on the loopback device.</summary>
public sealed class DiscoveryTests : IDisposable
{
    private static readonly LocalNetwork[] s_loopback = [new(new PeerEndPoint(IPAddress.Loopback, 0), 1)];
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly Socket _neighbour = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] _datagram = new byte[2000];

    public DiscoveryTests()
    {
        _neighbour.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _neighbour.Bind(new IPEndPoint(LocalSearch.GroupIPv4.Address, LocalSearch.GroupPort));
        _neighbour.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(LocalSearch.GroupIPv4.Address, IPAddress.Loopback));
        _neighbour.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, IPAddress.Loopback.GetAddressBytes());
    }

    public void Dispose() => _neighbour.Dispose();

    [Fact]
    public async Task Torrent_is_named_within_a_second_and_again_after_five_minutes()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        Assert.True(await fixture.Session.DiscoverOnAsync(s_loopback));
        await fixture.PassAsync(1);
        Assert.Equal([fixture.InfoHash], await HearAsync(fixture.Session.Port));
        await fixture.PassAsync(298);
        Assert.Equal(0, Heard(fixture.Session.Port));
        await fixture.PassAsync(3);
        Assert.Equal([fixture.InfoHash], await HearAsync(fixture.Session.Port));
    }

    [Fact]
    public async Task Many_torrents_are_named_a_datagram_a_minute_after_the_first_five_and_private_ones_never()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        for (int i = 0; i < 200; i++)
        {
            await fixture.Session.AddAsync(new SeedTorrent
            {
                InfoHash = Numbered(i),
                Layout = fixture.Layout,
                Verified = Whole(fixture.Layout),
                Content = fixture.Disk,
                IsPrivate = i % 2 == 1,
            });
        }
        Assert.True(await fixture.Session.DiscoverOnAsync(s_loopback));
        await fixture.PassAsync(4);
        var named = new HashSet<InfoHash>();
        for (int i = 0; i < 4; i++) named.UnionWith(await HearAsync(fixture.Session.Port));
        Assert.Equal(4 * LocalSearch.MaxHashes, named.Count);
        await fixture.PassAsync(1);
        named.UnionWith(await HearAsync(fixture.Session.Port));
        await fixture.PassAsync(50);
        Assert.Equal(0, Heard(fixture.Session.Port));
        Assert.Equal(101, named.Count);
        Assert.DoesNotContain(Numbered(1), named);
    }

    [Fact]
    public async Task Neighbour_that_names_a_torrent_is_connected_to()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { Encryption = EncryptionPolicy.Off });
        Assert.True(await fixture.Session.DiscoverOnAsync(s_loopback));
        await AssertCalledAsync(fixture.InfoHash);
    }

    /// <summary>A client of version 2 alone knows a hybrid by no other name (BEP 52).</summary>
    [Fact]
    public async Task Hybrid_is_named_by_both_names_and_who_names_it_is_called_by_the_same()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { Encryption = EncryptionPolicy.Off });
        InfoHash first = Numbered(1), second = Numbered(2);
        await fixture.Session.AddAsync(new SeedTorrent
        {
            InfoHash = first,
            SecondName = new SecondName(second),
            Layout = fixture.Layout,
            Verified = Whole(fixture.Layout),
            Content = fixture.Disk,
        });
        Assert.True(await fixture.Session.DiscoverOnAsync(s_loopback));
        await fixture.PassAsync(1);
        Assert.Equal([fixture.InfoHash, first, second], await HearAsync(fixture.Session.Port));
        await AssertCalledAsync(second);
        await AssertCalledAsync(first);
    }

    [Fact]
    public async Task Many_hybrids_are_all_named_within_the_room_there_is()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        await fixture.Session.RemoveAsync(fixture.InfoHash);
        for (int i = 0; i < 40; i += 2)
            await fixture.Session.AddAsync(new SeedTorrent { InfoHash = Numbered(i), SecondName = new SecondName(Numbered(i + 1)), Layout = fixture.Layout, Verified = Whole(fixture.Layout), Content = fixture.Disk });
        Assert.True(await fixture.Session.DiscoverOnAsync(s_loopback));
        await fixture.PassAsync(2);
        var named = new List<InfoHash>();
        for (int i = 0; i < 2; i++)
        {
            List<InfoHash> some = await HearAsync(fixture.Session.Port);
            Assert.InRange(some.Count, 1, LocalSearch.MaxHashes);
            named.AddRange(some);
        }
        Assert.Equal(40, named.Count);
        Assert.Equal(40, named.Distinct().Count());
    }

    [Fact]
    public async Task Neighbour_is_not_listened_to_for_private_torrents_ones_not_here_or_when_it_is_off()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync();
        await fixture.Session.AddAsync(new SeedTorrent
        {
            InfoHash = Numbered(1),
            Layout = fixture.Layout,
            Verified = Whole(fixture.Layout),
            Content = fixture.Disk,
            IsPrivate = true,
        });
        using var leecher = new Hearer();
        Assert.True(await fixture.Session.DiscoverOnAsync(s_loopback));
        await SayAsync(leecher.EndPoint.Port, Numbered(1));
        await SayAsync(leecher.EndPoint.Port, Numbered(2));
        await SayAsync(80, fixture.InfoHash);
        await fixture.Session.DiscoverOnAsync([]);
        await SayAsync(leecher.EndPoint.Port, fixture.InfoHash);
        await fixture.PassAsync(3);
        Assert.False(leecher.IsCalled);
        SessionStatus status = await fixture.Session.ReadStatusAsync();
        Assert.Equal((0, 0), (status.PendingHandshakes, status.DisconnectsFor(DisconnectReason.ConnectFailed)));
    }

    [Fact]
    public async Task Flood_of_datagrams_is_read_a_few_a_second()
    {
        await using SessionFixture fixture = await SessionFixture.StartAsync(new EngineOptions { Encryption = EncryptionPolicy.Off });
        using var leecher = new Hearer();
        Assert.True(await fixture.Session.DiscoverOnAsync(s_loopback));
        for (int i = 0; i < 60; i++) await SayAsync(leecher.EndPoint.Port, Numbered(i));
        await SayAsync(leecher.EndPoint.Port, fixture.InfoHash);
        await fixture.Session.ReadStatusAsync();
        Assert.False(leecher.IsCalled);
        await fixture.PassAsync(2);
        using RawPeer met = await leecher.TakeAsync();
    }

    /// <summary>Names a torrent, and is called by that name.</summary>
    private async Task AssertCalledAsync(InfoHash name)
    {
        using var leecher = new Hearer();
        await SayAsync(leecher.EndPoint.Port, name);
        using RawPeer met = await leecher.TakeAsync();
        Assert.Equal(ParseStatus.Complete, Handshake.TryRead(await met.ReadExactlyAsync(Handshake.Length), out Handshake hello, out _));
        Assert.Equal(name, hello.InfoHash);
    }

    private async Task SayAsync(ushort port, InfoHash infoHash)
    {
        byte[] bytes = new byte[LocalSearch.MaxBytes];
        int length = LocalSearch.Write(bytes, isIPv6: false, port, [infoHash], "other"u8);
        await _neighbour.SendToAsync(bytes.AsMemory(0, length), LocalSearch.GroupIPv4.ToIPEndPoint());
    }

    /// <summary>What the next datagram of a session names.</summary>
    private async Task<List<InfoHash>> HearAsync(ushort from)
    {
        while (true)
        {
            int length = await _neighbour.ReceiveAsync(_datagram).WaitAsync(s_patience);
            if (Read(length, from) is { } named) return named;
        }
    }

    /// <summary>Datagrams of a session that are there.</summary>
    private int Heard(ushort from)
    {
        int count = 0;
        while (_neighbour.Available > 0)
        {
            if (Read(_neighbour.Receive(_datagram), from) is not null) count++;
        }
        return count;
    }

    private List<InfoHash>? Read(int length, ushort from)
    {
        if (!LocalSearch.TryParse(_datagram.AsSpan(0, length), out LocalSearch search) || search.Port != from) return null;
        var named = new List<InfoHash>();
        while (search.TryNext(out InfoHash infoHash)) named.Add(infoHash);
        return named;
    }

    private static InfoHash Numbered(int number)
    {
        byte[] bytes = new byte[InfoHash.Length];
        BitConverter.TryWriteBytes(bytes, number + 1_000_000);
        return new InfoHash(bytes);
    }

    private static Bitfield Whole(TorrentLayout layout)
    {
        var verified = new Bitfield(layout.PieceCount);
        verified.SetAll();
        return verified;
    }
}
