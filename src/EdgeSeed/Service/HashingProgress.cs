using EdgeSeed.Status;
using EdgeSeed.Storage;

namespace EdgeSeed.Service;

/// <summary>Shows hashing in the library's status.</summary>
/// <param name="library">Where it is shown.</param>
/// <param name="name">What is hashed, printable.</param>
/// <param name="waiting">What is still to come after it.</param>
internal sealed class HashingProgress(Library library, string name, int waiting) : IProgress<HashProgress>
{
    /// <inheritdoc/>
    public void Report(HashProgress value) => library.Hashing = new HashingStatus(name, value.BytesDone, value.BytesTotal, waiting);
}
