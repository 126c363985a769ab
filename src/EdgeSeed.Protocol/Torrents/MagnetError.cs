namespace EdgeSeed.Protocol.Torrents;

/// <summary>Why a magnet link was refused.</summary>
/// <param name="Message">A plain sentence.</param>
/// <param name="Offset">The character, counted from 0, at which the faulty part starts.</param>
public readonly record struct MagnetError(string Message, int Offset)
{
    /// <summary><c>character 8: …</c></summary>
    public override string ToString() => $"character {Offset}: {Message}";
}
