namespace EdgeSeed.Status;

/// <summary>What the program uses of the memory it may.</summary>
/// <param name="ResidentBytes">Resident now; 0 where it cannot be read.</param>
/// <param name="LimitBytes">What <c>service.memory_limit</c> allows.</param>
/// <param name="IsShort">Whether it has run short lately: idle peers were dropped or newcomers refused for it.</param>
internal sealed record MemoryStatus(long ResidentBytes, long LimitBytes, bool IsShort);
