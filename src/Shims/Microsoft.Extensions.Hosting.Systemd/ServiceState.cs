using System.Text;

namespace Microsoft.Extensions.Hosting.Systemd;

/// <summary>One sd_notify(3) message: newline-separated assignments such as <c>READY=1</c>, in UTF-8.</summary>
public readonly struct ServiceState
{
    /// <summary>The service has started (or has finished reloading).</summary>
    public static readonly ServiceState Ready = new("READY=1");

    /// <summary>The service has begun to stop.</summary>
    public static readonly ServiceState Stopping = new("STOPPING=1");

    private readonly byte[]? _data;

    /// <summary>Takes a message such as <c>STATUS=Seeding 3 torrents</c>.</summary>
    public ServiceState(string state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _data = Encoding.UTF8.GetBytes(state);
    }

    internal ReadOnlySpan<byte> Data => _data;

    /// <summary>The message; empty for a default instance.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Data);
}
