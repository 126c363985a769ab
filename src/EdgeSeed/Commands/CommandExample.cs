namespace EdgeSeed.Commands;

/// <summary>One line of the examples in a command's help.</summary>
/// <param name="Line">What to type.</param>
/// <param name="Meaning">What it does, without a full stop.</param>
internal readonly record struct CommandExample(string Line, string Meaning);
