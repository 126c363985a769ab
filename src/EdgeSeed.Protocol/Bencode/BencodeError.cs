namespace EdgeSeed.Protocol.Bencode;

/// <summary>What is wrong with bencoded bytes, and where.</summary>
/// <param name="Fault">The kind of fault; <see cref="BencodeFault.None"/> when there is none.</param>
/// <param name="Offset">The byte, counted from 0, at which the faulty value or byte starts.</param>
public readonly record struct BencodeError(BencodeFault Fault, int Offset)
{
    /// <summary>The fault in a plain sentence, without the offset.</summary>
    public string Message => Fault switch
    {
        BencodeFault.None => "no error",
        BencodeFault.TooLong => "there is more data than the limit allows",
        BencodeFault.Truncated => "the data ends inside a value",
        BencodeFault.UnexpectedByte => "this byte starts no bencoded value",
        BencodeFault.MalformedInteger => "this is not a well-formed integer",
        BencodeFault.IntegerTooLarge => "this integer has too many digits",
        BencodeFault.MalformedStringLength => "this is not a well-formed string length",
        BencodeFault.StringTooLong => "this string is longer than the data",
        BencodeFault.TooDeep => "lists and dictionaries are nested too deeply",
        BencodeFault.TooManyTokens => "there are more values than the limit allows",
        BencodeFault.KeyNotString => "a dictionary key must be a string",
        BencodeFault.MissingValue => "the dictionary ends after a key",
        BencodeFault.WrongType => "this value has another type than expected",
        _ => Fault.ToString(),
    };

    /// <summary><c>byte 17: a dictionary key must be a string</c>.</summary>
    public override string ToString() => $"byte {Offset}: {Message}";
}
