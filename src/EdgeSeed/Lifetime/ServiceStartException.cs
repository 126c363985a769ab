namespace EdgeSeed.Lifetime;

/// <summary>The service cannot start; the message is a plain sentence for the person who started it.</summary>
internal sealed class ServiceStartException : Exception
{
    /// <summary>With the sentence to print.</summary>
    public ServiceStartException(string message) : base(message)
    {
    }

    /// <summary>With the sentence to print and what caused it.</summary>
    public ServiceStartException(string message, Exception cause) : base(message, cause)
    {
    }
}
