using System.Buffers.Binary;
using System.Security.Cryptography;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Storage.Hashing;

/// <summary>
/// Tells whether a torrent made of some content is still the one that would be made now: SHA-256 over the files' paths, lengths and modification
/// times in their order, and over what else goes into the info-hash. Trackers, comment and date do not count.
/// </summary>
public static class ContentFingerprint
{
    /// <summary>Bytes of a fingerprint.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    /// <summary>The fingerprint of content as it was listed; nothing is read.</summary>
    public static byte[] Of(ContentListing content, MakeOptions options)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(options);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, options.Name is { } name ? name.Span : content.Location.Name);
        Append(hash, options.Source is { } source ? source.Span : []);
        Append(hash, options.PieceLength, (options.IsPrivate ? 1 : 0) + (options.StatesNotPrivate ? 2 : 0) + (content.IsSingleFile ? 4 : 0) + (options.Source is null ? 8 : 0));
        foreach (ContentFile file in content.Files)
        {
            Append(hash, file.Path.Span);
            Append(hash, file.Stamp.Length, file.Stamp.ModifiedNanoseconds);
        }
        return hash.GetHashAndReset();
    }

    // Each text is preceded by its length, so that no two lists of files run together into the same bytes.
    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> text)
    {
        Append(hash, text.Length, 0);
        hash.AppendData(text);
    }

    private static void Append(IncrementalHash hash, long first, long second)
    {
        Span<byte> numbers = stackalloc byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(numbers, first);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], second);
        hash.AppendData(numbers);
    }
}
