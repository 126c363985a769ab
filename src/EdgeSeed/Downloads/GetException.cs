namespace EdgeSeed.Downloads;

/// <summary>A download that cannot begin; the message is for the user.</summary>
internal sealed class GetException(string message) : Exception(message);
