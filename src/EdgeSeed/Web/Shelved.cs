using System.Diagnostics.CodeAnalysis;

namespace EdgeSeed.Web;

/// <summary>What a torrent's file had to say, or why it could not.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
/// <param name="Value">It; null when there is no such thing, or it cannot be read now.</param>
/// <param name="IsTooLarge">Whether reading it takes more memory than <c>service.memory_limit</c> leaves for that.</param>
internal readonly record struct Shelved<T>(T? Value, bool IsTooLarge = false) where T : class
{
    /// <summary>Whether there is something.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool IsThere => Value is not null;
}
