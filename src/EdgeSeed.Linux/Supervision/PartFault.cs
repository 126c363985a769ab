namespace EdgeSeed.Linux.Supervision;

/// <summary>A part of the program ended, or failed, in a way that nobody foresaw.</summary>
/// <param name="Part">Its name, as the log and the status have it.</param>
/// <param name="Exception">What happened.</param>
/// <param name="Count">How often this part failed since the program started, this time included.</param>
/// <param name="RestartIn">After which pause it is begun again; null when the program ends by it.</param>
public sealed record PartFault(string Part, Exception Exception, int Count, TimeSpan? RestartIn);
