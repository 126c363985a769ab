namespace EdgeSeed.Service;

/// <summary>What came of letting a drive go.</summary>
/// <param name="IsSafe">Whether it may be pulled out.</param>
/// <param name="Message">A plain sentence for a person, without a full stop.</param>
internal sealed record EjectResult(bool IsSafe, string Message);
