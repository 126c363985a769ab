namespace EdgeSeed.Config;

/// <summary>A value from the command line that wins over the file, at the start and at every reload.</summary>
/// <param name="Path">The key it sets, <c>seeder.upload</c>; it must exist.</param>
/// <param name="Value">The value, with the option as its place.</param>
internal sealed record ConfigOverride(string Path, ConfigValue Value);
