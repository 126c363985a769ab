namespace EdgeSeed.Config;

/// <summary>What came of reading a configuration: it, or everything that is wrong with it.</summary>
/// <param name="Config">The configuration; null when there are problems.</param>
/// <param name="Problems">What is wrong, in the order of the file; empty when <paramref name="Config"/> is there.</param>
/// <param name="Origins">Where each value came from.</param>
/// <param name="Text">The file's text, to show lines of; empty when it could not be read.</param>
/// <param name="Readable">What could be read of it, with defaults for the rest: enough to show the problems by, never to run on.</param>
internal sealed record ConfigResult(
    SeedConfig? Config, IReadOnlyList<ConfigProblem> Problems, ConfigOrigins Origins, string Text, SeedConfig Readable);
