namespace Simulation;

/// <summary>The session broke a promise.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);
