namespace EdgeSeed.Hardware;

/// <summary>A device that is missing or does not do what it should: a value, as seeding goes on without it.</summary>
/// <param name="Device">Which device, as a person would name it.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record HardwareFault(string Device, string Problem)
{
    /// <summary>Whether an exception says that hardware or its driver is missing, forbidden or failing.</summary>
    public static bool IsMeantBy(Exception exception) => exception
        is IOException or UnauthorizedAccessException or PlatformNotSupportedException or DllNotFoundException
        or InvalidOperationException or ArgumentException;

    /// <summary>Device and problem in one line.</summary>
    public override string ToString() => $"{Device}: {Problem}";
}
