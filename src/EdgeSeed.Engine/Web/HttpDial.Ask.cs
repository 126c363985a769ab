using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgeSeed.Protocol.Addresses;

namespace EdgeSeed.Engine.Web;

internal sealed partial class HttpDial
{
    /// <summary>Redirects followed for one question, 5; one more is an error.</summary>
    public const int MaxRedirects = 5;

    /// <summary>Connects, asks, and reads the header of the answer; where that redirects, the same there.</summary>
    /// <param name="uri">Asked for; fit for that by <see cref="TrackerAddress.TryCreateVerbatim"/>.</param>
    /// <param name="fields">Further header fields, each ended by CR and LF.</param>
    /// <param name="family">The address family; null for any.</param>
    /// <param name="source">The local address; null for any.</param>
    /// <param name="reach">Whether the address may lie inside our own network; a redirect to another host never leads there.</param>
    /// <param name="cancellation">Breaks it off.</param>
    /// <param name="known">The host's address where it was looked up already: that one is asked, and no other.</param>
    /// <param name="maxBytes">Bytes of each answer at most, as they come over the connection.</param>
    /// <param name="maxReads">Pieces in which they come at most.</param>
    /// <returns>To be disposed of by the caller; its header is there.</returns>
    /// <exception cref="SocketException">The host has no address, or none can be connected to.</exception>
    /// <exception cref="InvalidDataException">What answers is not what it should be; in words for the user.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task<HttpExchange> AskAsync(
        Uri uri, string fields, AddressFamily? family, IPAddress? source, LocalReach reach, CancellationToken cancellation, IPAddress? known = null,
        long maxBytes = long.MaxValue, int maxReads = int.MaxValue)
    {
        string host = uri.IdnHost;
        for (int redirects = 0; ; redirects++)
        {
            bool isFirst = redirects == 0, mayBeLocal = isFirst ? reach != LocalReach.Nowhere : reach == LocalReach.Host && uri.IdnHost == host;
            var get = new HttpExchange(await ConnectAsync(uri, family, source, isFirst ? known : null, mayBeLocal, cancellation).ConfigureAwait(false));
            get.Bound(maxBytes, maxReads);
            bool isAnswered = false;
            try
            {
                HttpReplyHead head = await get.AskAsync(uri, fields, cancellation).ConfigureAwait(false);
                isAnswered = head.Status is not (301 or 302 or 303 or 307 or 308);
                if (isAnswered) return get;
                if (redirects == MaxRedirects) throw new InvalidDataException("it redirects without end");
                uri = Target(uri, head);
            }
            finally
            {
                if (!isAnswered) await get.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whether this is how asking fails, or is broken off, rather than a bug.</summary>
    public static bool IsFailure(Exception e) => e is OperationCanceledException or IOException or SocketException or InvalidDataException;

    /// <summary>A failure in words for the user; what was broken off was so because time was up.</summary>
    public static string Describe(Exception failure) => failure switch
    {
        OperationCanceledException => "no answer in time",
        SocketException => $"cannot be reached: {failure.Message}",
        InvalidDataException or EndOfStreamException => failure.Message,
        _ => $"the connection broke: {failure.Message}",
    };

    /// <summary>Where a redirect leads. A step down from HTTPS is not taken: it would show the world what was to be secret.</summary>
    private static Uri Target(Uri from, HttpReplyHead head)
    {
        string location = head.Location ?? "";
        if (location.StartsWith("//", StringComparison.Ordinal)) location = $"{from.Scheme}:{location}";
        else if (location.StartsWith('/')) location = $"{from.Scheme}://{from.Authority}{location}";
        else if (location.StartsWith('?')) location = $"{from.Scheme}://{from.Authority}{from.AbsolutePath}{location}";
        else if (location.Length > 0 && !location.Contains("://", StringComparison.Ordinal))
            location = $"{from.Scheme}://{from.Authority}{from.AbsolutePath[..(from.AbsolutePath.LastIndexOf('/') + 1)]}{location}";
        // The bytes as the server sent them: some send letters of any script, or spaces, as they are.
        string? address = WrittenAddress.Read(Encoding.Latin1.GetBytes(location), AddressKind.Web).Text;
        if (address is not null && address.Contains("/.", StringComparison.Ordinal)) address = new Uri(address).AbsoluteUri;
        if (!TrackerAddress.TryCreateVerbatim(address ?? "", out Uri? target)) throw new InvalidDataException("it redirects to where we do not follow");
        bool isStepDown = from.Scheme == TrackerAddress.SecureScheme && target.Scheme != from.Scheme;
        return isStepDown ? throw new InvalidDataException("it redirects from https to http, where we do not follow") : target;
    }
}
