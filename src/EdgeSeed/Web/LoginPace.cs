using EdgeSeed.Protocol;

namespace EdgeSeed.Web;

/// <summary>
/// How long an address waits before it may try a password again: one second after the first wrong one, twice as long after each further one, up to
/// <see cref="LongestWait"/>. Not safe for threads.
/// </summary>
internal sealed class LoginPace
{
    /// <summary>Longest wait.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>Addresses remembered; beyond, the one is forgotten whose wait ended first.</summary>
    public const int MaxAddresses = 256;

    private readonly Dictionary<AddressBlock, (int Failures, long Until)> _addresses = [];

    /// <summary>How long an address has still to wait; zero or less when it need not.</summary>
    /// <param name="address">Who tries.</param>
    /// <param name="now">Milliseconds of any clock that does not go back.</param>
    public TimeSpan Wait(AddressBlock address, long now) => _addresses.TryGetValue(address, out (int Failures, long Until) known) ? TimeSpan.FromMilliseconds(known.Until - now) : TimeSpan.Zero;

    /// <summary>It was wrong.</summary>
    public void Failed(AddressBlock address, long now)
    {
        int failures = _addresses.TryGetValue(address, out (int Failures, long Until) known) ? known.Failures + 1 : 1;
        if (failures == 1 && _addresses.Count == MaxAddresses) _addresses.Remove(_addresses.MinBy(static one => one.Value.Until).Key);
        double seconds = Math.Min(LongestWait.TotalSeconds, Math.Pow(2, Math.Min(failures, 10) - 1));
        _addresses[address] = (failures, now + (long)(seconds * 1000));
    }

    /// <summary>It was right.</summary>
    public void Succeeded(AddressBlock address) => _addresses.Remove(address);
}
