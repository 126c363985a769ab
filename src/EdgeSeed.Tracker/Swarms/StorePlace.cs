namespace EdgeSeed.Tracker.Swarms;

/// <summary>How far a store has been read, block by block.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Swarm">The swarm's index in its table.</param>
/// <param name="IsIPv6">Which of its families.</param>
/// <param name="Bucket">The bucket that comes next.</param>
internal readonly record struct StorePlace(int Shard, int Swarm, bool IsIPv6, int Bucket);
