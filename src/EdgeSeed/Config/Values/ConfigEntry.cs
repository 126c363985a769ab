namespace EdgeSeed.Config;

/// <summary>One key of a table with its value.</summary>
/// <param name="Key">The key, decoded.</param>
/// <param name="KeyPlace">Where the key stands.</param>
/// <param name="Value">What it is set to.</param>
internal sealed record ConfigEntry(string Key, ConfigPlace KeyPlace, ConfigValue Value);
