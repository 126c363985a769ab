namespace EdgeSeed.Web;

/// <summary>What a <c>Range</c> field asks for.</summary>
internal enum RangeKind
{
    /// <summary>Everything: there is no field, or one that may be ignored (RFC 9110 section 14.2): malformed, or of several ranges.</summary>
    Whole,

    /// <summary>One range that lies in the file, at least in part.</summary>
    Part,

    /// <summary>One range behind the end of the file.</summary>
    Unsatisfiable,
}
