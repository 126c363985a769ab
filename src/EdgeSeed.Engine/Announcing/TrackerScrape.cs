using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Network;
using EdgeSeed.Engine.Web;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Engine.Announcing;

/// <summary>
/// Asks a tracker how many seed and download a torrent, without becoming one of them: over HTTP and HTTPS at the address that convention makes of the
/// announce address (BEP 48), over UDP by its own packet (BEP 15).
/// </summary>
public static class TrackerScrape
{
    private const int UdpAttempts = 2;

    private static readonly TimeSpan s_httpTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_udpTimeout = TimeSpan.FromSeconds(4);

    /// <summary>Asks one tracker.</summary>
    /// <param name="egress">By which way it is asked.</param>
    /// <param name="tracker">Its announce address, as a torrent has it. It may lie inside our own network as far as it may be announced to.</param>
    /// <param name="infoHash">The torrent.</param>
    /// <param name="budget">Pays for what is sent.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Breaks it off.</param>
    /// <returns>The counts, or what is wrong in plain words, fit to be shown.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<(ScrapeCounts? Counts, string? Problem)> AskAsync(
        Egress egress, string tracker, InfoHash infoHash, UploadBudget budget, TimeProvider time, CancellationToken cancellation)
    {
        if (!TrackerAddress.TryParse(tracker, out _, out TrackerAddress? address)) return (null, "this address cannot be used");
        try
        {
            return address.IsUdp
                ? await AskUdpAsync(egress, address, infoHash, budget, time, cancellation).ConfigureAwait(false)
                : await AskHttpAsync(egress, address, infoHash, budget, time, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (HttpDial.IsFailure(e))
        {
            cancellation.ThrowIfCancellationRequested();
            return (null, HttpDial.Describe(e));
        }
    }

    /// <summary>The address for scrapes: "announce" at the beginning of the last part of the path is replaced (BEP 48); null where it is not there.</summary>
    internal static string? PathOf(string announcePathAndQuery)
    {
        const string announce = "announce", scrape = "scrape";
        int end = announcePathAndQuery.IndexOf('?', StringComparison.Ordinal);
        int last = announcePathAndQuery.LastIndexOf('/', end < 0 ? announcePathAndQuery.Length - 1 : end) + 1;
        bool isThere = announcePathAndQuery.AsSpan(last).StartsWith(announce, StringComparison.Ordinal);
        return isThere ? string.Concat(announcePathAndQuery.AsSpan(0, last), scrape, announcePathAndQuery.AsSpan(last + announce.Length)) : null;
    }

    private static async Task<(ScrapeCounts?, string?)> AskHttpAsync(
        Egress egress, TrackerAddress address, InfoHash infoHash, UploadBudget budget, TimeProvider time, CancellationToken cancellation)
    {
        if (PathOf(address.PathAndQuery) is not { } path) return (null, "this tracker cannot be asked: the last part of its address is not 'announce'");
        string query = string.Concat(Convert.ToHexString(infoHash.Span).Chunk(2).Select(digits => "%" + new string(digits)));
        if (!TrackerAddress.TryCreateVerbatim($"{address.OriginWithLogin}{path}{(path.Contains('?') ? '&' : '?')}info_hash={query}", out Uri? uri))
            return (null, "this address cannot be used");
        using var timeout = new CancellationTokenSource(s_httpTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        var dial = new HttpDial(egress, egress.LookUpAsync, budget, time);
        HttpExchange get = await dial.AskAsync(uri, "", family: null, source: null, Reach(address), either.Token).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable ending = get.ConfigureAwait(false);
        byte[]? body = await get.ReadBodyAsync(ScrapeReply.MaxBodyBytes, either.Token).ConfigureAwait(false);
        // A refusal comes with any status.
        if (body is null || !ScrapeReply.TryParse(body, infoHash, out ScrapeCounts? counts, out ReadOnlySpan<byte> failure, out _))
            return (null, get.Head.Status == 200 ? "not a tracker's answer" : $"the server answers with status {get.Head.Status}");
        if (!failure.IsEmpty) return (null, "refused: " + TrackerAnswer.Words(failure));
        return counts is null ? (null, "it does not know this torrent") : (counts, null);
    }

    private static async Task<(ScrapeCounts?, string?)> AskUdpAsync(
        Egress egress, TrackerAddress address, InfoHash infoHash, UploadBudget budget, TimeProvider time, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(s_httpTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        IPAddress[] found = await egress.LookUpAsync(address.Host, either.Token).ConfigureAwait(false);
        IPAddress to = Array.Find(found, one => Reach(address) != LocalReach.Nowhere || !OwnNetwork.Has(one))
            ?? throw new InvalidDataException($"{address.Host} is inside the local network, where such an address may not lead");
        // Connected, so that the answers of others do not come in, and it is told when nobody listens there.
        using Socket socket = egress.Open(to.AddressFamily, SocketType.Dgram);
        await socket.ConnectAsync(to, address.Port, either.Token).ConfigureAwait(false);
        for (int attempt = 0; attempt < UdpAttempts; attempt++)
        {
            uint transaction = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
            byte[] packet = new byte[UdpRequestHeader.Length + InfoHash.Length];
            UdpRequestHeader.Connect(transaction).Write(packet);
            byte[]? hello = await ExchangeAsync(socket, packet.AsMemory(0, UdpRequestHeader.Length), transaction, budget, time, either.Token).ConfigureAwait(false);
            if (hello is null) continue;
            if (!UdpConnectReply.TryParse(hello, out UdpConnectReply connected)) return (null, Refusal(hello));
            UdpScrapeRequest.Write(connected.ConnectionId, transaction, [infoHash], packet);
            byte[]? reply = await ExchangeAsync(socket, packet, transaction, budget, time, either.Token).ConfigureAwait(false);
            if (reply is null) continue;
            if (!UdpScrapeReply.TryParse(reply, out _, out ReadOnlySpan<byte> entries)) return (null, Refusal(reply));
            return entries.IsEmpty ? (null, "it does not know this torrent") : (UdpScrapeReply.ReadEntry(entries), null);
        }
        return (null, "no answer");
    }

    /// <summary>Sends a packet and waits for the answer to it; null when none comes in time.</summary>
    private static async Task<byte[]?> ExchangeAsync(
        Socket socket, ReadOnlyMemory<byte> packet, uint transaction, UploadBudget budget, TimeProvider time, CancellationToken cancellation)
    {
        await budget.MakeRoomAsync(packet.Length + PacketOverhead.DatagramBytes, cancellation).ConfigureAwait(false);
        using var patience = new CancellationTokenSource(s_udpTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        byte[] answer = new byte[UdpReplyHeader.Length + UdpErrorReply.MaxMessageBytes];
        await socket.SendAsync(packet, either.Token).ConfigureAwait(false);
        try
        {
            while (true)
            {
                int length = await socket.ReceiveAsync(answer, either.Token).ConfigureAwait(false);
                if (UdpReplyHeader.TryParse(answer.AsSpan(0, length), out UdpReplyHeader header) && header.TransactionId == transaction) return answer[..length];
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private static string Refusal(byte[] reply) =>
        UdpErrorReply.TryParse(reply, out _, out ReadOnlySpan<byte> words) ? "refused: " + TrackerAnswer.Words(words) : "not a tracker's answer";

    private static LocalReach Reach(TrackerAddress address) => address.IsPlain ? LocalReach.Exactly : LocalReach.Nowhere;
}
