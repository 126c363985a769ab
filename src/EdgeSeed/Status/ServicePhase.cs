namespace EdgeSeed.Status;

/// <summary>What the service is doing on the whole.</summary>
internal enum ServicePhase
{
    /// <summary>Reading folders and opening ports.</summary>
    Starting,

    /// <summary>Reading data to make or check a torrent; the others are seeded meanwhile.</summary>
    Hashing,

    /// <summary>Everything is offered; nobody needs to do anything.</summary>
    Ready,

    /// <summary>Bytes went to a peer within the last seconds.</summary>
    Seeding,

    /// <summary>Leaving: announcing <c>stopped</c> and closing.</summary>
    Stopping,
}
