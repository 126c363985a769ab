using System.Net.Sockets;
using EdgeSeed.Engine.Budget;

namespace EdgeSeed.Engine.Web;

/// <summary>
/// A connection to a web server whose bytes, TLS included, are charged to the upload budget. They are few and cannot wait.
/// </summary>
internal sealed class ChargedStream : NetworkStream
{
    private readonly UploadBudget _budget;

    public ChargedStream(Socket socket, UploadBudget budget) : base(socket, ownsSocket: true)
    {
        _budget = budget;
        budget.Charge(PacketOverhead.ConnectionBytes);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Charge(buffer.Length);
        base.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        Charge(count);
        base.Write(buffer, offset, count);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Charge(buffer.Length);
        return base.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Charge(count);
        return base.WriteAsync(buffer, offset, count, cancellationToken);
    }

    private void Charge(int bytes) => _budget.Charge(bytes + PacketOverhead.Of(bytes, PacketOverhead.DefaultSegmentPayload));
}
