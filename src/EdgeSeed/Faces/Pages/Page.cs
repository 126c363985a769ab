namespace EdgeSeed.Faces.Pages;

/// <summary>One page that can be shown.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Index">Which drive, alarm or problem of the snapshot; 0 for other pages.</param>
internal readonly record struct Page(PageKind Kind, int Index = 0);
