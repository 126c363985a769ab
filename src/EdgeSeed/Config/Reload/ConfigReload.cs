namespace EdgeSeed.Config;

/// <summary>What came of an edit, or of the latest one: immutable, for the snapshot and for whoever applies it.</summary>
/// <param name="Running">The configuration in effect: the edit's live keys, and the others as they were at the start.</param>
/// <param name="Changed">What this edit changed against the one before; empty when it was refused.</param>
/// <param name="PendingRestart">Full names of the keys that are edited but wait for a restart.</param>
/// <param name="Problems">Why the edit was refused; empty when it was taken.</param>
/// <param name="At">When it was read; null when the file was not read since the start.</param>
internal sealed record ConfigReload(
    SeedConfig Running, ConfigDiff Changed, IReadOnlyList<string> PendingRestart, IReadOnlyList<ConfigProblem> Problems, DateTimeOffset? At);
