using System.Net;
using System.Net.Sockets;
using EdgeSeed.Linux.Sockets;

namespace EdgeSeed.Lifetime;

/// <summary>Asks this service's own ports from this machine, as anybody would, whether somebody is there.</summary>
/// <param name="address">An address of this machine on which they are listened on.</param>
/// <param name="port">The port of page and tracker.</param>
/// <param name="peerPort">The port of peers; 0 for none.</param>
internal sealed class PortProbe(IPAddress address, int port, int peerPort)
{
    /// <summary>How long an answer may take: this machine always has a place at the port, but not always a processor.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private static ReadOnlySpan<byte> Good => "HTTP/1.1 "u8;

    /// <summary>
    /// Whether <c>/healthz</c> answers, whatever it says: a part that is down is begun again or ends the program by itself; and the port of peers is open. A queue before that one is full while strangers storm it: only that it is closed
    /// counts, since the status tells whether its loop runs.
    /// </summary>
    public async Task<bool> IsAnsweredAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        return await IsHealthyAsync(patience.Token).ConfigureAwait(false) && (peerPort == 0 || await IsOpenAsync(patience.Token).ConfigureAwait(false));
    }

    private async Task<bool> IsHealthyAsync(CancellationToken patience)
    {
        using Socket socket = NetworkSocket.Open(address.AddressFamily, SocketType.Stream, device: null);
        byte[] answer = new byte[Good.Length];
        try
        {
            await socket.ConnectAsync(address, port, patience).ConfigureAwait(false);
            await socket.SendAsync("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray(), SocketFlags.None, patience).ConfigureAwait(false);
            for (int length = 0; length < answer.Length;)
            {
                int received = await socket.ReceiveAsync(answer.AsMemory(length), SocketFlags.None, patience).ConfigureAwait(false);
                if (received == 0) return false;
                length += received;
            }
            return Good.SequenceEqual(answer);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<bool> IsOpenAsync(CancellationToken patience)
    {
        using Socket socket = NetworkSocket.Open(address.AddressFamily, SocketType.Stream, device: null);
        try
        {
            await socket.ConnectAsync(address, peerPort, patience).ConfigureAwait(false);
            return true;
        }
        catch (SocketException refused)
        {
            return refused.SocketErrorCode != SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }
}
