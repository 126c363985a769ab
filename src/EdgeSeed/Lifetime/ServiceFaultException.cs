namespace EdgeSeed.Lifetime;

/// <summary>A part of the service failed by a bug, and the program must end, so that it is started again.</summary>
/// <param name="part">The part's name.</param>
internal sealed class ServiceFaultException(string part) : Exception($"{part} failed, and the service has ended: the log says why");
