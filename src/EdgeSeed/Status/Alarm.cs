namespace EdgeSeed.Status;

/// <summary>One thing that a person must see to.</summary>
/// <param name="Code">Which kind; the smaller number is shown first where there is room for one.</param>
/// <param name="Detail">What it is about, for those who know more: a place in the file, a drive's name; empty when there is nothing to add.</param>
internal sealed record Alarm(AlarmCode Code, string Detail)
{
    /// <summary>What is wrong and what to do, in English.</summary>
    public string Sentence => $"{AlarmText.What(Code, indonesian: false)} {AlarmText.ToDo(Code, indonesian: false)}";
}
