namespace EdgeSeed.Protocol.Torrents;

/// <summary>Why a <c>.torrent</c> was refused.</summary>
/// <param name="Message">A plain sentence, safe to print; it names the key and the limit concerned.</param>
/// <param name="Offset">The byte, counted from 0, at which the faulty value starts.</param>
/// <param name="IsTooLarge">Whether it may be a good torrent, and only takes more than <see cref="MetainfoLimits.MaxMemory"/>.</param>
public readonly record struct MetainfoError(string Message, int Offset, bool IsTooLarge = false)
{
    /// <summary><c>byte 17: piece length: this is not a well-formed integer</c>.</summary>
    public override string ToString() => $"byte {Offset}: {Message}";
}
