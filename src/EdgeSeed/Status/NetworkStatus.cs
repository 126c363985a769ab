namespace EdgeSeed.Status;

/// <summary>How others reach this machine.</summary>
/// <param name="Addresses">Its addresses but loopback, at most <see cref="MaxAddresses"/>.</param>
/// <param name="IsLocalOnly">Whether the service listens on loopback alone, so that it needs no network.</param>
internal sealed record NetworkStatus(IReadOnlyList<string> Addresses, bool IsLocalOnly)
{
    /// <summary>Most addresses listed; further ones are left out.</summary>
    public const int MaxAddresses = 8;

    /// <summary>Whether nobody can reach it who should.</summary>
    public bool IsMissing => Addresses.Count == 0 && !IsLocalOnly;
}
