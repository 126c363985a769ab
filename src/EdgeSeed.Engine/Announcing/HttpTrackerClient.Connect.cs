using System.Net.Sockets;

namespace EdgeSeed.Engine.Announcing;

internal sealed partial class HttpTrackerClient
{
    private Task<Stream> ConnectAsync(Uri to, AddressFamily family, bool mayBeLocal, CancellationToken cancellation) =>
        _dial.ConnectAsync(to, family, identity.SourceFor(family), mayBeLocal, cancellation);

    private static string Describe(Exception e) => e switch
    {
        OperationCanceledException => "no answer in time",
        SocketException => $"cannot be reached: {e.Message}",
        InvalidDataException or EndOfStreamException => e.Message,
        _ => $"the connection broke: {e.Message}",
    };
}
