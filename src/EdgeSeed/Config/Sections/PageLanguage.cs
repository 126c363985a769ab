namespace EdgeSeed.Config;

/// <summary>Language of page and display.</summary>
internal enum PageLanguage
{
    /// <summary>What the browser asks for; English on the display.</summary>
    Auto,
    /// <summary>English.</summary>
    English,
    /// <summary>Indonesian.</summary>
    Indonesian,
}
