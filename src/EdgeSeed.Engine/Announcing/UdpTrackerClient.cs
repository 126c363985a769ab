using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Network;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Engine.Announcing;

/// <summary>
/// Announces over UDP (BEP 15, BEP 41). A socket is opened for a family when the first such tracker is asked; may be used from any
/// thread.
/// </summary>
internal sealed class UdpTrackerClient(
    AnnouncerOptions options, AnnounceIdentity identity, Egress egress, UploadBudget? budget, TimeProvider time, Supervisor supervisor) : IDisposable
{
    private static readonly TimeSpan s_hurriedTimeout = TimeSpan.FromSeconds(1);

    /// <summary>The path and query that are sent (BEP 41) are cut here.</summary>
    private const int MaxUrlBytes = 600;

    private readonly Lock _gate = new();
    private readonly UdpPost?[] _posts = new UdpPost?[2];

    /// <summary>Announces over one address family.</summary>
    /// <param name="tracker">The tracker, which keeps the connection id.</param>
    /// <param name="route">The family.</param>
    /// <param name="address">The tracker's address in that family.</param>
    /// <param name="request">What to say; a goodbye repeats its packets sooner.</param>
    /// <param name="peers">Who wants the peers; null when nobody does.</param>
    /// <param name="clock">The announcer's milliseconds.</param>
    /// <param name="cancellation">Ends it at once.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public async Task<TrackerAnswer> AnnounceAsync(
        ExternalTracker tracker, TrackerRoute route, IPAddress address, AnnounceRequest request, IPeerSink? peers, Func<long> clock,
        CancellationToken cancellation)
    {
        var to = new IPEndPoint(address, tracker.Address.Port);
        TimeSpan timeout = request.Event == AnnounceEvent.Stopped ? s_hurriedTimeout : options.UdpTimeout;
        try
        {
            UdpPost post = Post(route.Family);
            for (int repetition = 0; repetition <= options.UdpRepetitions; repetition++, timeout *= 2)
            {
                bool isFresh = false;
                if (tracker.Connection(route, clock()) is not { } connection)
                {
                    byte[]? hello = await AskAsync(post, to, ConnectPacket(), timeout, cancellation).ConfigureAwait(false);
                    if (hello is null) continue;
                    if (!UdpConnectReply.TryParse(hello, out UdpConnectReply connected)) return Refusal(hello);
                    (connection, isFresh) = (connected.ConnectionId, true);
                    tracker.Keep(route, connection, clock() + (long)options.UdpConnectionLife.TotalMilliseconds);
                }
                byte[] packet = AnnouncePacket(connection, request, tracker.Address.PathAndQuery);
                byte[]? reply = await AskAsync(post, to, packet, timeout, cancellation).ConfigureAwait(false);
                if (reply is not null && UdpAnnounceReply.TryParse(reply, out UdpAnnounceReply accepted, out ReadOnlySpan<byte> compact))
                    return Read(accepted, compact, route, request.InfoHash, peers);
                // A tracker that was restarted no longer knows the connection, and may say so or nothing at all: that is no refusal yet.
                tracker.Keep(route, connection, 0);
                if (reply is not null && (isFresh || repetition == options.UdpRepetitions)) return Refusal(reply);
            }
            return TrackerAnswer.Unreachable("no answer");
        }
        catch (SocketException e)
        {
            return TrackerAnswer.Unreachable($"cannot be reached: {e.Message}");
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (UdpPost? post in _posts) post?.Dispose();
            Array.Clear(_posts);
        }
    }

    private UdpPost Post(AddressFamily family)
    {
        IPAddress source = identity.SourceFor(family) ?? throw new SocketException((int)SocketError.AddressFamilyNotSupported);
        lock (_gate)
        {
            ref UdpPost? post = ref _posts[family == AddressFamily.InterNetwork ? 0 : 1];
            // A device that came back is another to the kernel: the socket before leads nowhere.
            int device = egress.DeviceIndex;
            if (post is not null && post.DeviceIndex == device) return post;
            post?.Dispose();
            post = null;
            return post = new UdpPost(egress.Open(family, SocketType.Dgram), device, source, supervisor);
        }
    }

    private async Task<byte[]?> AskAsync(UdpPost post, IPEndPoint to, byte[] packet, TimeSpan timeout, CancellationToken cancellation)
    {
        if (budget is not null) await budget.MakeRoomAsync(packet.Length + PacketOverhead.DatagramBytes, cancellation).ConfigureAwait(false);
        // Begun before the packet is sent: who answers must find us waiting already.
        using var patience = new CancellationTokenSource(timeout, time);
        return await post.AskAsync(to, packet, patience.Token, cancellation).ConfigureAwait(false);
    }

    private static byte[] ConnectPacket()
    {
        byte[] packet = new byte[UdpRequestHeader.Length];
        UdpRequestHeader.Connect(transactionId: 0).Write(packet);
        return packet;
    }

    private static byte[] AnnouncePacket(ulong connection, in AnnounceRequest request, string pathAndQuery)
    {
        // Plain addresses go without the option: some old trackers want the packet to be no longer than it must.
        string url = pathAndQuery is "/" or "/announce" ? "" : pathAndQuery[..Math.Min(pathAndQuery.Length, MaxUrlBytes)];
        Span<byte> packet = stackalloc byte[UdpAnnounceRequest.Length + MaxUrlBytes + 2 * (MaxUrlBytes / byte.MaxValue + 1) + 1];
        int length = UdpAnnounceRequest.Write(connection, transactionId: 0, request, packet);
        if (url.Length > 0) length += UdpTrackerOptions.WriteUrlData(Encoding.ASCII.GetBytes(url), packet[length..]);
        return packet[..length].ToArray();
    }

    private static TrackerAnswer Refusal(byte[] reply)
    {
        if (!UdpErrorReply.TryParse(reply, out _, out ReadOnlySpan<byte> words)) return TrackerAnswer.Refused("not a tracker's answer");
        return TrackerAnswer.Refused(TrackerAnswer.Words(words) ?? "it refused without a reason") with { IsTrackers = true };
    }

    private TrackerAnswer Read(
        in UdpAnnounceReply reply, ReadOnlySpan<byte> compact, TrackerRoute route, in InfoHash infoHash, IPeerSink? peers)
    {
        if (peers is not null)
        {
            CompactPeers all = route.Family == AddressFamily.InterNetwork ? CompactPeers.IPv4(compact) : CompactPeers.IPv6(compact);
            var found = new PeerEndPoint[Math.Min(all.Count, options.MaxPeersAnswer)];
            int count = 0;
            for (int i = 0; i < found.Length; i++)
            {
                if (all[i].Port != 0) found[count++] = all[i];
            }
            if (count > 0) peers.Found(infoHash, found.AsSpan(0, count));
        }
        return new TrackerAnswer(TrackerVerdict.Accepted)
        {
            IntervalSeconds = reply.IntervalSeconds,
            Seeds = reply.Seeders,
            Leechers = reply.Leechers,
            IsTrackers = true,
        };
    }
}
