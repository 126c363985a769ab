namespace EdgeSeed.Storage;

/// <summary>The torrent of some content, made now or remembered.</summary>
/// <param name="Torrent">The torrent, or why there is none.</param>
/// <param name="WasRemembered">Whether nothing had to be hashed.</param>
/// <param name="StateError">What went wrong with the state directory, to be logged; the torrent can be seeded all the same.</param>
public readonly record struct RememberedTorrent(MadeTorrent Torrent, bool WasRemembered, StorageError? StateError);
