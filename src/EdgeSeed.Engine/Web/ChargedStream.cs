using System.Net.Sockets;
using EdgeSeed.Engine.Budget;

namespace EdgeSeed.Engine.Web;

/// <summary>
/// A connection to a web server whose bytes, TLS included, the upload budget pays for: each piece leaves when a second has room for it. Only the asynchronous
/// calls on memory write. Whoever made the connection has paid for that.
/// </summary>
internal sealed class ChargedStream(Socket socket, UploadBudget budget) : NetworkStream(socket, ownsSocket: true)
{
    public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await budget.MakeRoomAsync(buffer.Length + PacketOverhead.Of(buffer.Length, PacketOverhead.DefaultSegmentPayload), cancellationToken).ConfigureAwait(false);
        await base.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => throw new NotSupportedException();
}
