using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using EdgeSeed.Protocol.Names;

namespace EdgeSeed.Engine.Network;

/// <summary>
/// Looks names up over the sockets of an <see cref="Egress"/>, since the system's resolver asks by whichever network it likes: both kinds of addresses at
/// once, over UDP, and over TCP where the answer is too long for that (RFC 1035, RFC 7766). Nothing is kept: whoever asks often keeps what he got.
/// </summary>
/// <param name="egress">Opens the sockets.</param>
/// <param name="given">The name servers; empty for those that the machine has now.</param>
/// <param name="time">The clock.</param>
internal sealed class NameResolver(Egress egress, IReadOnlyList<IPAddress> given, TimeProvider time)
{
    /// <summary>How often all servers are asked, the one after the other.</summary>
    private const int MaxRounds = 2;

    private const int Port = 53;
    private const int MaxDatagramBytes = 4096;

    /// <summary>A file of names is read so far; most are a few lines, and lists of what is not to be reached may be megabytes.</summary>
    private const int MaxFileBytes = 4 << 20;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>Where the machine's own names and servers are; tests have their own.</summary>
    public string Hosts { get; init; } = HostsFile.UsualFile;

    /// <inheritdoc cref="Hosts"/>
    public string Servers { get; init; } = NameServers.UsualFile;

    /// <summary>Why nothing can be looked up, in words that say what to do; null when nothing is known to be wrong.</summary>
    public string? Problem
    {
        get
        {
            if (egress.Device is not { } device || given.Count > 0) return null;
            List<IPAddress> all = NameServers.Read(ReadFile(Servers));
            if (all.Exists(static server => !IPAddress.IsLoopback(server))) return null;
            string why = all.Count == 0 ? $"{Servers} names no name server" : $"{Servers} names only {string.Join(", ", all)} on this machine, which {device} does not reach";
            return $"Names are looked up through {device} alone, and {why}: set service.dns to name servers that are reached through {device}, such as the provider's.";
        }
    }

    /// <summary>Finds the addresses of a host; an address is its own.</summary>
    /// <exception cref="SocketException">It has none, is no name for a host, or nobody could be asked.</exception>
    public async Task<IPAddress[]> LookUpAsync(string host, CancellationToken cancellation)
    {
        if (IPAddress.TryParse(host, out IPAddress? address)) return [address];
        string name = host.TrimEnd('.');
        // Never asked for outside (RFC 6761, 6.3).
        if (name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)) return [IPAddress.Loopback, IPAddress.IPv6Loopback];
        if (HostsFile.Find(ReadFile(Hosts), name) is { Count: > 0 } own) return [.. own];
        Task<IReadOnlyList<IPAddress>> ipv4 = AskAllAsync(name, DnsKind.IPv4, cancellation), ipv6 = AskAllAsync(name, DnsKind.IPv6, cancellation);
        await ((Task)Task.WhenAll(ipv4, ipv6)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        // One kind is enough: some servers never answer for the other.
        IPAddress[] found = [.. ipv4.IsCompletedSuccessfully ? ipv4.Result : [], .. ipv6.IsCompletedSuccessfully ? ipv6.Result : []];
        if (found.Length > 0) return found;
        await Task.WhenAll(ipv4, ipv6).ConfigureAwait(false);
        throw new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>Asks for one kind, and for aliases in their turn.</summary>
    private async Task<IReadOnlyList<IPAddress>> AskAllAsync(string name, DnsKind kind, CancellationToken cancellation)
    {
        for (int aliases = 0; aliases <= DnsAnswer.MaxAliases; aliases++)
        {
            DnsAnswer answer = await AskServersAsync(name, kind, cancellation).ConfigureAwait(false);
            if (answer.Alias is null) return answer.Addresses;
            name = answer.Alias;
        }
        return [];
    }

    private async Task<DnsAnswer> AskServersAsync(string name, DnsKind kind, CancellationToken cancellation)
    {
        byte[] buffer = new byte[DnsQuestion.MaxBytes];
        int length = DnsQuestion.Write(buffer, BinaryPrimitives.ReadUInt16BigEndian(RandomNumberGenerator.GetBytes(2)), name, kind);
        if (length == 0) throw new SocketException((int)SocketError.HostNotFound);
        ReadOnlyMemory<byte> question = buffer.AsMemory(0, length);
        List<IPAddress> servers = [.. (given.Count > 0 ? given : NameServers.Read(ReadFile(Servers))).Where(server => egress.Device is null || !IPAddress.IsLoopback(server))];
        for (int i = 0; i < MaxRounds * servers.Count; i++)
        {
            DnsAnswer? answer = await TryAskAsync(servers[i % servers.Count], question, cancellation).ConfigureAwait(false);
            if (answer is { Outcome: DnsOutcome.NoSuchName }) throw new SocketException((int)SocketError.HostNotFound);
            if (answer is { Outcome: DnsOutcome.Answered }) return answer;
        }
        throw new SocketException((int)SocketError.TryAgain, Problem ?? "no name server answers");
    }

    /// <summary>Asks one server; null when it does not answer in time, or not rightly.</summary>
    private async Task<DnsAnswer?> TryAskAsync(IPAddress server, ReadOnlyMemory<byte> question, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            DnsAnswer answer = await AskByDatagramAsync(server, question, either.Token).ConfigureAwait(false);
            return answer.Outcome == DnsOutcome.Truncated ? await AskByStreamAsync(server, question, either.Token).ConfigureAwait(false) : answer;
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    /// <summary>From a port that the kernel draws for this one question; what is no answer to it is passed over.</summary>
    private async Task<DnsAnswer> AskByDatagramAsync(IPAddress server, ReadOnlyMemory<byte> question, CancellationToken cancellation)
    {
        using Socket socket = egress.Open(server.AddressFamily, SocketType.Dgram);
        await socket.ConnectAsync(new IPEndPoint(server, Port), cancellation).ConfigureAwait(false);
        await socket.SendAsync(question, cancellation).ConfigureAwait(false);
        byte[] message = new byte[MaxDatagramBytes];
        while (true)
        {
            int length = await socket.ReceiveAsync(message, cancellation).ConfigureAwait(false);
            if (DnsAnswer.TryRead(message.AsSpan(0, length), question.Span, out DnsAnswer? answer)) return answer!;
        }
    }

    /// <summary>The same over TCP, each message after its length of two bytes.</summary>
    private async Task<DnsAnswer?> AskByStreamAsync(IPAddress server, ReadOnlyMemory<byte> question, CancellationToken cancellation)
    {
        using Socket socket = await egress.ConnectAsync([server], Port, source: null, cancellation).ConfigureAwait(false);
        var stream = new NetworkStream(socket);
        await using (stream.ConfigureAwait(false))
        {
            byte[] request = new byte[2 + question.Length];
            BinaryPrimitives.WriteUInt16BigEndian(request, (ushort)question.Length);
            question.CopyTo(request.AsMemory(2));
            await stream.WriteAsync(request, cancellation).ConfigureAwait(false);
            byte[] prefix = new byte[2];
            await stream.ReadExactlyAsync(prefix, cancellation).ConfigureAwait(false);
            byte[] message = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix)];
            await stream.ReadExactlyAsync(message, cancellation).ConfigureAwait(false);
            return DnsAnswer.TryRead(message, question.Span, out DnsAnswer? answer) ? answer : null;
        }
    }

    /// <summary>A file's text, as far as it is read; empty when there is none.</summary>
    private static string ReadFile(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] bytes = new byte[Math.Min(MaxFileBytes, file.Length)];
            return System.Text.Encoding.Latin1.GetString(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
