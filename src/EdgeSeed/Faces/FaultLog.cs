using EdgeSeed.Hardware;
using EdgeSeed.Logs;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Faces;

/// <summary>
/// Says once what hardware is missing or fails, and once that it is back. What is missing at the start is said in one line. Used by the
/// faces' thread; faults may come from any.
/// </summary>
/// <param name="log">Where to.</param>
internal sealed class FaultLog(ILogger log)
{
    /// <summary>Most devices told apart: three LEDs, the pins, a display and a button are all there are. Faults of more are not logged.</summary>
    private const int MaxDevices = 8;

    private readonly Lock _gate = new();
    private readonly List<HardwareFault> _known = [];
    private bool _isStarted;

    /// <summary>Notes a fault; one that is known already is not said again.</summary>
    public void Report(HardwareFault fault)
    {
        lock (_gate)
        {
            foreach (HardwareFault known in _known)
                if (known.Device == fault.Device) return;
            if (_known.Count == MaxDevices) return;
            _known.Add(fault);
            if (_isStarted) EdgeSeedLog.HardwareFailed(log, fault.ToString());
        }
    }

    /// <summary>Notes that devices work whose names begin so, and says it if one of them did not.</summary>
    public void Clear(string device)
    {
        lock (_gate)
        {
            if (_known.RemoveAll(known => known.Device.StartsWith(device, StringComparison.Ordinal)) > 0 && _isStarted)
                EdgeSeedLog.HardwareIsBack(log, device);
        }
    }

    /// <summary>Ends the start: everything missing so far is said in one line.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_isStarted) return;
            _isStarted = true;
            if (_known.Count > 0) EdgeSeedLog.HardwareMissing(log, string.Join("; ", _known));
        }
    }
}
