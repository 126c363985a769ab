namespace EdgeSeed.Config.Values;

/// <summary>What a value in the file is.</summary>
internal enum ConfigValueKind
{
    /// <summary>A string.</summary>
    Text,
    /// <summary>An integer.</summary>
    Integer,
    /// <summary>A number with a fraction.</summary>
    Fraction,
    /// <summary>A date or time: no key takes one, so only its name is kept.</summary>
    Other,
    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,
    /// <summary>An array of values.</summary>
    Array,
    /// <summary>A table, inline or with a header.</summary>
    Table,
    /// <summary>An array of tables from <c>[[…]]</c> headers.</summary>
    TableArray,
}
