namespace EdgeSeed.Protocol.Bencode;

/// <summary>Why bencoded bytes were refused.</summary>
public enum BencodeFault : byte
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The data is longer than <see cref="BencodeLimits.MaxLength"/>.</summary>
    TooLong,

    /// <summary>The data ends inside a value.</summary>
    Truncated,

    /// <summary>A byte that starts no value.</summary>
    UnexpectedByte,

    /// <summary>An integer without digits, with leading zeros, negative zero, or anything but digits.</summary>
    MalformedInteger,

    /// <summary>An integer outside the signed 64-bit range.</summary>
    IntegerTooLarge,

    /// <summary>A string length with leading zeros, more digits than any length has, or no colon after it.</summary>
    MalformedStringLength,

    /// <summary>A string that says it is longer than what is left of the data.</summary>
    StringTooLong,

    /// <summary>Containers nested deeper than <see cref="BencodeLimits.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>More values than <see cref="BencodeLimits.MaxTokens"/>.</summary>
    TooManyTokens,

    /// <summary>A dictionary key that is not a string.</summary>
    KeyNotString,

    /// <summary>A dictionary that ends after a key.</summary>
    MissingValue,

    /// <summary>The same key twice in a row in one dictionary.</summary>
    DuplicateKey,

    /// <summary>
    /// A key that sorts before the one in front of it, where <see cref="BencodeLimits.RequireSortedKeys"/> asks for order.
    /// </summary>
    UnsortedKeys,

    /// <summary>A value of another type than the caller asked for.</summary>
    WrongType,
}
