namespace EdgeSeed.Terminal;

/// <summary>A result could not be written to standard output; it ends the command.</summary>
/// <param name="isReaderGone">Whether whoever read it has ended, as <c>head</c> does: nothing is wrong then.</param>
/// <param name="reason">What the system says.</param>
internal sealed class OutputException(bool isReaderGone, string reason) : Exception($"standard output: {reason}")
{
    /// <summary>Whether whoever read it has ended.</summary>
    public bool IsReaderGone => isReaderGone;
}
