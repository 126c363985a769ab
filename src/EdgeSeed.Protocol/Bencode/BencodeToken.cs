namespace EdgeSeed.Protocol.Bencode;

/// <summary>What <see cref="BencodeReader.Read"/> stands on (BEP 3).</summary>
public enum BencodeToken : byte
{
    /// <summary>Nothing has been read, or reading has ended.</summary>
    None,

    /// <summary>An integer, <c>i42e</c>: see <see cref="BencodeReader.Integer"/>.</summary>
    Integer,

    /// <summary>A byte string, <c>4:spam</c>, a dictionary's key or a value: see <see cref="BencodeReader.String"/>.</summary>
    String,

    /// <summary>The <c>l</c> that opens a list.</summary>
    ListStart,

    /// <summary>The <c>d</c> that opens a dictionary.</summary>
    DictionaryStart,

    /// <summary>The <c>e</c> that closes a list or a dictionary.</summary>
    End,
}
