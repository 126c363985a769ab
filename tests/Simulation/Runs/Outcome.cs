namespace Simulation.Runs;

/// <summary>What came of a run.</summary>
/// <param name="Trace">All that happened, as one number.</param>
/// <param name="Connections">Connections there were.</param>
/// <param name="Blocks">Blocks sent.</param>
/// <param name="Completions">How often a peer had everything.</param>
/// <param name="Fullest">The fullest second as a part of the budget.</param>
internal sealed record Outcome(ulong Trace, int Connections, long Blocks, int Completions, double Fullest);
