namespace EdgeSeed.Web;

/// <summary>A file of a torrent with its path.</summary>
/// <param name="Path">The torrent's name, and in a torrent of several files <c>/</c> and the file's path: bytes as they are.</param>
/// <param name="File">The file.</param>
internal readonly record struct FolderFile(ReadOnlyMemory<byte> Path, WebFile File);

/// <summary>The files of a torrent, padding left out.</summary>
/// <param name="Name">The torrent's name.</param>
/// <param name="Files">As many as were asked for; empty ones too.</param>
/// <param name="WrittenAt">When the torrent, or else its data, was last written: seconds since 1970; 0 where that is not known.</param>
internal sealed record WebFolder(ReadOnlyMemory<byte> Name, IReadOnlyList<FolderFile> Files, long WrittenAt);
