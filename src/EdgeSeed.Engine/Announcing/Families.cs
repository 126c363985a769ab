namespace EdgeSeed.Engine.Announcing;

/// <summary>
/// Address families. A peer that has both announces over each, or the tracker could not give it to peers of the other (BEP 7).
/// </summary>
[Flags]
internal enum Families : byte
{
    None = 0,
    IPv4 = 1,
    IPv6 = 2,
}
