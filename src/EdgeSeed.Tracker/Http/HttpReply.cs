namespace EdgeSeed.Tracker.Http;

/// <summary>What an HTTP tracker request came to.</summary>
/// <param name="Status">The HTTP status: 200, also for refusals in the body (clients read no other); 429 when the source asks too often; 503 without a body when
/// there is no budget for an answer.</param>
/// <param name="Length">Bytes of the body.</param>
public readonly record struct HttpReply(int Status, int Length);
