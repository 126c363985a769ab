namespace EdgeSeed.Engine.Sockets;

/// <summary>Where data goes among the bytes that are sent by one call.</summary>
/// <param name="at">Its first byte's index.</param>
/// <param name="length">Bytes.</param>
internal readonly struct DataPlace(int at, int length)
{
    /// <summary>Index of the first byte.</summary>
    public int At => at;

    /// <summary>Bytes.</summary>
    public int Length => length;

    /// <summary>Index behind the last byte.</summary>
    public int End => at + length;
}
