using System.Net;
using EdgeSeed.Config;
using EdgeSeed.Config.Reload;
using EdgeSeed.Engine.Network;
using EdgeSeed.Engine.PortMapping;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Logs;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Network;

/// <summary>Has the router forward this service's ports while <c>service.port_mapping</c> says so.</summary>
/// <param name="egress">By which way the router is asked.</param>
/// <param name="ports">The ports of tracker, page and peers.</param>
/// <param name="time">The clock.</param>
/// <param name="supervisor">Runs it.</param>
/// <param name="log">Is told when it succeeds or fails.</param>
internal sealed class RouterPorts(Egress egress, IReadOnlyList<MappedPort> ports, TimeProvider time, Supervisor supervisor, ILogger log) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private PortMapper? _mapper;
    private Task _givingBack = Task.CompletedTask;

    /// <summary>How it stands; null while it is not wanted.</summary>
    public PortMappingStatus? Status
    {
        get { lock (_lock) return _mapper?.Status; }
    }

    /// <summary>The router's outer address, by which the world reaches this box; null while it does not.</summary>
    public IPAddress? ExternalAddress => Status is { State: PortMappingState.Mapped, ExternalAddress: var address } ? address : null;

    /// <summary>Is told, on any thread, when the router begins or ceases to let the world in.</summary>
    public Action Changed { get; set; } = () => { };

    /// <summary>What is wrong, as a sentence that says what to do; null when nothing is.</summary>
    public string? Problem => Status is { Problem: { } problem }
        ? $"The router does not let the world in: {problem}. Have it forward {string.Join(", ", ports)} to this box by hand, or set service.port_mapping to false."
        : null;

    /// <summary>Begins to ask the router, or has it close the ports again.</summary>
    /// <param name="isWanted"><c>service.port_mapping</c>.</param>
    public void Want(bool isWanted)
    {
        lock (_lock)
        {
            if (isWanted == _mapper is not null) return;
            if (isWanted) _mapper = new PortMapper(egress, ports, time, Tell, supervisor);
            else (_givingBack, _mapper) = (_mapper!.DisposeAsync().AsTask(), null);
        }
    }

    /// <summary>The network is another, or is back: the router is asked anew.</summary>
    public void AskAnew()
    {
        lock (_lock) _mapper?.AskAnew();
    }

    /// <summary>Begins as configured; follows edits.</summary>
    public void Follow(RunningConfig running)
    {
        Want(running.Current.Service.PortMapping);
        running.Follow(config => Want(config.Service.PortMapping), ServiceConfig.Table);
    }

    /// <summary>Has the router close the ports; it is not waited for longer than two seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        Want(false);
        await _givingBack.ConfigureAwait(false);
    }

    private void Tell(PortMappingStatus status)
    {
        if (status.Problem is { } problem) EdgeSeedLog.PortsNotForwarded(log, problem);
        else EdgeSeedLog.PortsForwarded(log, string.Join(", ", ports), status.ExternalAddress?.ToString() ?? "the router", status.Way);
        Changed();
    }
}
