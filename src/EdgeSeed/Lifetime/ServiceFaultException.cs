namespace EdgeSeed.Lifetime;

/// <summary>A part of the service failed by a bug, and the program must end, so that it is started again.</summary>
/// <param name="part">The part's name.</param>
/// <param name="cause">What happened to it.</param>
internal sealed class ServiceFaultException(string part, Exception cause) : Exception(
    cause is OutOfMemoryException
        ? $"{part} ran out of memory, and the service has ended: raise service.memory_limit, or lower seeder.max_peers"
        : $"{part} failed, and the service has ended: the log says why",
    cause);
