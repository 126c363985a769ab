namespace EdgeSeed.Status;

/// <summary>How fast everything was sent lately, for a graph: payload, protocol, tracker answers and packet headers.</summary>
/// <param name="IntervalSeconds">Time between two figures.</param>
/// <param name="BytesPerSecond">Averages of an interval each, the oldest first; empty at the start.</param>
internal sealed record RateStatus(int IntervalSeconds, IReadOnlyList<long> BytesPerSecond);
