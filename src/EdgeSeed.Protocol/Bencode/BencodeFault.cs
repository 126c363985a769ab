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

    /// <summary>An integer without digits, or with anything but digits.</summary>
    MalformedInteger,

    /// <summary>An integer of more digits than any that is meant as one.</summary>
    IntegerTooLarge,

    /// <summary>A string length with more digits than any length has, or no colon after it.</summary>
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

    /// <summary>A value of another type than the caller asked for.</summary>
    WrongType,
}
