using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Storage;

/// <summary>A file that a torrent of some content would have.</summary>
/// <param name="Path">Inside the content's folder; the default value when the content is this one file.</param>
/// <param name="Stamp">Its length and modification time when it was listed.</param>
public readonly record struct ContentFile(SafePath Path, FileStamp Stamp);
