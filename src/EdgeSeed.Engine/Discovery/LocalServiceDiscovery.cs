using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Connections;
using EdgeSeed.Engine.Sessions.State;
using EdgeSeed.Engine.Swarms;
using EdgeSeed.Engine.Torrents;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Discovery;

namespace EdgeSeed.Engine.Discovery;

/// <summary>Local service discovery (BEP 14) in the session loop: what is said of which torrent, and who was heard.</summary>
/// <param name="state">The clock, and what opens sockets.</param>
/// <param name="torrents">What may be named.</param>
/// <param name="seeker">Takes in who was heard.</param>
/// <param name="poll">Watches the sockets.</param>
/// <param name="lanes">From whose budgets it is paid.</param>
/// <param name="firstKey">Under which the poll knows the socket for IPv4; that for IPv6 is one below.</param>
/// <param name="listenPort">The TCP port that peers can connect to.</param>
internal sealed class LocalServiceDiscovery(
    SessionState state, TorrentTable torrents, PeerSeeker seeker, ReadinessPoll poll, SendLanes lanes, ulong firstKey, ushort listenPort) : IDisposable
{
    /// <summary>What is said at once takes no more than this part of a second's budget: on a slow line fewer torrents are named at a time.</summary>
    private const int BudgetDivisor = 8;

    private LocalDiscovery? _discovery;

    /// <summary>Takes part in local service discovery (BEP 14) on these networks from now on; on none when there are none.</summary>
    /// <returns>Whether it works on any of them.</returns>
    public bool DiscoverOn(IReadOnlyList<LocalNetwork> networks)
    {
        _discovery?.Dispose();
        _discovery = networks.Count > 0 ? new LocalDiscovery(state.Egress, networks) : null;
        Watch();
        foreach (TorrentState torrent in torrents.Values) torrent.DiscoveredAt = 0;
        return _discovery is { IsOpen: true };
    }

    /// <summary>Takes what others on the network have said, as much as is read in a second.</summary>
    public void Hear(int index)
    {
        if (_discovery is not { } discovery || discovery[index] is not { } socket) return;
        Span<byte> datagram = stackalloc byte[LocalSearch.MaxBytes + 1];
        while (discovery.HearLeft > 0)
        {
            int length = socket.Receive(datagram, out PeerEndPoint source);
            if (length < 0) return;
            discovery.HearLeft--;
            if (LocalSearch.TryParse(datagram[..length], out LocalSearch search) && !discovery.IsOwn(search)) Hear(source, search);
        }
        for (int i = 0; i < 2; i++)
        {
            if (discovery[i] is { } open) poll.Remove(open.Descriptor);
        }
        discovery.IsDeaf = true;
    }

    /// <summary>
    /// Takes in a neighbour as a peer; whoever comes from farther away is none. Addresses of one link are passed over for IPv6: without the link's number nobody is reached by them.
    /// </summary>
    private void Hear(in PeerEndPoint source, LocalSearch search)
    {
        AddressScope scope = AddressScopes.Of(source);
        if (scope == AddressScope.Global || (scope == AddressScope.Link && !source.IsIPv4)) return;
        PeerEndPoint peer = source.WithPort(search.Port);
        while (search.TryNext(out InfoHash infoHash))
        {
            if (torrents.TryGetValue(infoHash, out TorrentState? torrent) && !torrent.Torrent.IsPrivate) seeker.Offer(torrent, [peer], torrent.IsSecondName(infoHash));
        }
    }

    /// <summary>Once a second: names the torrents that were not named for longest, if it is time.</summary>
    public void Tick()
    {
        if (_discovery is not { } discovery) return;
        discovery.HearLeft = LocalDiscovery.MaxHeardSecond;
        if (discovery.IsDeaf) Watch();
        if (!discovery.MaySay(state.Now)) return;
        UploadBudget budget = BudgetOfNetwork;
        Span<InfoHash> due = stackalloc InfoHash[LocalSearch.MaxHashes];
        int room = discovery.HashesWithin(budget.BytesPerSecond / BudgetDivisor);
        due = due[..FindDue(due[..room])];
        Span<InfoHash> names = stackalloc InfoHash[LocalSearch.MaxHashes];
        names = names[..Name(ref due, names, room)];
        if (names.IsEmpty || !budget.MayGoAside(discovery.BytesOf(names.Length))) return;
        foreach (ref readonly InfoHash infoHash in due) torrents.Find(infoHash)!.DiscoveredAt = Math.Max(state.Now, 1);
        budget.ChargeAside(discovery.Say(listenPort, names, state.Now));
    }

    /// <summary>The names of torrents, of hybrids both.</summary>
    /// <param name="due">The torrents; afterwards those whose names there was room for.</param>
    /// <param name="names">Receives the names.</param>
    /// <param name="room">Names at most, or both of the first where it has two.</param>
    private int Name(ref Span<InfoHash> due, Span<InfoHash> names, int room)
    {
        int count = 0;
        for (int i = 0; i < due.Length; i++)
        {
            SecondName? second = torrents.Find(due[i])!.Torrent.SecondName;
            if (i > 0 && count + (second is null ? 1 : 2) > room)
            {
                due = due[..i];
                break;
            }
            names[count++] = due[i];
            if (second is not null) names[count++] = second.InfoHash;
        }
        return count;
    }

    /// <summary>From which budget comes what never leaves this network.</summary>
    private UploadBudget BudgetOfNetwork => lanes.Budgets.LanNetworks.Count > 0 ? lanes.Budgets.Lan : lanes.Budgets.World;

    /// <summary>Torrents that were not named for <see cref="LocalDiscovery.AnnounceMilliseconds"/>, those that waited longest.</summary>
    private int FindDue(Span<InfoHash> due)
    {
        Span<long> times = stackalloc long[due.Length];
        int count = 0;
        foreach (TorrentState torrent in torrents.Values)
        {
            long at = torrent.DiscoveredAt;
            bool isDue = at == 0 || state.Now - at >= LocalDiscovery.AnnounceMilliseconds;
            if (!isDue || torrent.Torrent.IsPrivate || torrent.Removal is not null || (torrent.VerifiedCount == 0 && !torrent.IsFetching)) continue;
            if (count == due.Length && at >= times[^1]) continue;
            int place = Math.Min(count, due.Length - 1);
            for (; place > 0 && times[place - 1] > at; place--) (due[place], times[place]) = (due[place - 1], times[place - 1]);
            (due[place], times[place]) = (torrent.Torrent.InfoHash, at);
            count = Math.Min(count + 1, due.Length);
        }
        return count;
    }

    private void Watch()
    {
        if (_discovery is not { } discovery) return;
        discovery.IsDeaf = false;
        for (ulong i = 0; i < 2; i++)
        {
            if (discovery[(int)i] is { } socket) poll.TryAdd(socket.Descriptor, firstKey - i, Libc.ReadableEvent);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _discovery?.Dispose();
}
