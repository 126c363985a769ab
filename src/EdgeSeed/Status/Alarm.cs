namespace EdgeSeed.Status;

/// <summary>One thing that a person must see to.</summary>
/// <param name="Code">Which kind; the smaller number is shown first where there is room for one.</param>
/// <param name="Sentence">What is wrong and what to do, a plain sentence or two.</param>
internal sealed record Alarm(AlarmCode Code, string Sentence);
