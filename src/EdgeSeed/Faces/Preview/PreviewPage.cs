using EdgeSeed.Faces.Pages;
using EdgeSeed.Status;

namespace EdgeSeed.Faces.Preview;

/// <summary>A page as it is shown for a snapshot.</summary>
/// <param name="Name">Of its picture, without size and ending.</param>
/// <param name="Page">Which page.</param>
/// <param name="Status">The snapshot.</param>
internal sealed record PreviewPage(string Name, Page Page, StatusSnapshot Status);
