namespace EdgeSeed.Tracker;

/// <summary>The box's own part in a swarm.</summary>
/// <param name="Port">TCP port of the box's peer listener.</param>
/// <param name="IsSeed">Whether the box has everything.</param>
/// <param name="ContentLength">Bytes of the torrent's content; 0 when not known.</param>
public readonly record struct LocalSeeder(ushort Port, bool IsSeed, long ContentLength);
