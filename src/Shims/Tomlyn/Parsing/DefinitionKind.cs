namespace Tomlyn.Parsing;

/// <summary>How a name came to be defined, which decides how it may be mentioned again.</summary>
internal enum DefinitionKind
{
    /// <summary>A value, static array or inline table: complete, nothing may be added.</summary>
    Value,

    /// <summary>A table that only exists because a header named one inside it: a header may still define it.</summary>
    Implied,

    /// <summary>A table with its own header: headers may add tables inside it.</summary>
    Table,

    /// <summary>A table made by dotted keys: dotted keys may add to it, headers may add tables inside it.</summary>
    Dotted,

    /// <summary>An array of tables: a header may add an element, and tables inside the last element.</summary>
    TableArray,
}
