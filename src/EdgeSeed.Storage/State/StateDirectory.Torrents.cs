using System.Security.Cryptography;
using System.Text;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Library;

namespace EdgeSeed.Storage.State;

// What is remembered of torrents.
public sealed partial class StateDirectory
{
    /// <summary>Most torrents that are remembered, 100,000; <see cref="ListTorrents"/> names no more.</summary>
    public const int MaxTorrents = 100_000;

    private const int MadeVersion = 1;
    private const string MadeExtension = ".made";

    /// <summary>The folder of the torrents that were made here.</summary>
    public ContentLocation Torrents { get; }

    /// <summary>Where a torrent that was made here is kept.</summary>
    public ContentLocation LocationOf(InfoHash infoHash)
    {
        _ = SafePath.Check(Encoding.ASCII.GetBytes(infoHash + TorrentFileReader.Extension), out SafePath name);
        return Torrents with { Within = name };
    }

    /// <summary>Keeps a torrent that was made here.</summary>
    /// <param name="infoHash">Its info-hash, which names the file.</param>
    /// <param name="file">The whole <c>.torrent</c>.</param>
    internal StorageError? WriteTorrent(InfoHash infoHash, ReadOnlySpan<byte> file) => _torrents.Write(infoHash + TorrentFileReader.Extension, file);

    /// <summary>Reads a kept torrent. Its name is its checksum: one with another info-hash is set aside.</summary>
    /// <param name="infoHash">Which one.</param>
    /// <param name="torrent">Null when there is none.</param>
    /// <param name="maxBytes">As for <see cref="TorrentFileReader.Read"/>.</param>
    /// <returns>Null, also when there is none; otherwise to be logged, not fatal.</returns>
    public StorageError? ReadTorrent(InfoHash infoHash, out Metainfo? torrent, int maxBytes = int.MaxValue)
    {
        StorageError? error = TorrentFileReader.Read(LocationOf(infoHash), maxBytes, out torrent, out _);
        if (error is { Fault: StorageFault.Missing }) return null;
        if (error is null && torrent!.InfoHash == infoHash) return null;
        torrent = null;
        bool isWrong = error is null or { Fault: StorageFault.Malformed };
        return isWrong ? SetAside(_torrents, infoHash + TorrentFileReader.Extension, error?.Detail ?? "it holds another torrent") : error;
    }

    /// <summary>The torrents that are kept, at most <see cref="MaxTorrents"/>, in no order.</summary>
    public StorageError? ListTorrents(out List<InfoHash> torrents)
    {
        torrents = [];
        StorageError? error = _torrents.List(out List<string> names, MaxTorrents);
        foreach (string name in names)
        {
            if (name.EndsWith(TorrentFileReader.Extension, StringComparison.Ordinal)
                && InfoHash.TryParse(name.AsSpan(0, name.Length - TorrentFileReader.Extension.Length), out InfoHash infoHash)) torrents.Add(infoHash);
        }
        return error;
    }

    /// <summary>Keeps the records of a drive.</summary>
    /// <param name="drive">The drive's identity.</param>
    /// <param name="file">Room for the envelope, then the payload as <see cref="DriveMemory"/> lays it out.</param>
    internal StorageError? WriteDrive(string drive, Span<byte> file)
    {
        StateFile.Enclose(StateKind.Drive, DriveMemory.Version, file);
        return _drives.Write(DriveName(drive), file);
    }

    /// <summary>Reads the records of a drive.</summary>
    /// <returns>Null, also when there is none; otherwise to be logged, not fatal.</returns>
    internal StorageError? ReadDrive(string drive, out ReadOnlyMemory<byte>? payload) =>
        ReadSealed(_drives, DriveName(drive), StateKind.Drive, DriveMemory.Version, out payload);

    /// <summary>Keeps the digests of content whose torrent is being made.</summary>
    /// <param name="source">As for <see cref="KeepMade"/>.</param>
    /// <param name="payload">From <see cref="MakeCheckpoint.Take"/>.</param>
    public StorageError? WritePart(ReadOnlySpan<byte> source, ReadOnlySpan<byte> payload) =>
        _made.Write(PartName(source), StateFile.Seal(StateKind.Hashing, MakeCheckpoint.Version, payload));

    /// <summary>Reads such digests back.</summary>
    /// <param name="source">As for <see cref="KeepMade"/>.</param>
    /// <param name="payload">Null when there are none.</param>
    /// <returns>Null, also when there are none; otherwise to be logged, not fatal.</returns>
    public StorageError? ReadPart(ReadOnlySpan<byte> source, out ReadOnlyMemory<byte>? payload) =>
        ReadSealed(_made, PartName(source), StateKind.Hashing, MakeCheckpoint.Version, out payload);

    private StorageError? RemovePart(ReadOnlySpan<byte> source) => _made.Remove(PartName(source));

    /// <summary>Remembers which torrent was made of some content; parameters as for <see cref="KeepMade"/>.</summary>
    internal StorageError? RememberMade(ReadOnlySpan<byte> source, ReadOnlySpan<byte> fingerprint, MadeContent made) =>
        _made.Write(MadeName(source), StateFile.Seal(StateKind.Made, MadeVersion, made.ToPayload(fingerprint)));

    /// <summary>Finds the torrent that was made of some content, if the content looks as it did then.</summary>
    /// <param name="source">As for <see cref="KeepMade"/>.</param>
    /// <param name="fingerprint">As for <see cref="KeepMade"/>.</param>
    /// <param name="made">What was made, or null.</param>
    /// <returns>Null, also when there is none; otherwise to be logged, not fatal.</returns>
    public StorageError? FindMade(ReadOnlySpan<byte> source, ReadOnlySpan<byte> fingerprint, out MadeContent? made)
    {
        made = null;
        string name = MadeName(source);
        StorageError? error = ReadSealed(_made, name, StateKind.Made, MadeVersion, out ReadOnlyMemory<byte>? payload);
        if (error is not null || payload is null) return error;
        ReadOnlySpan<byte> bytes = payload.Value.Span;
        if (MadeContent.Read(bytes) is not { } record) return SetAside(_made, name, "it is not a record of made content");
        if (bytes.StartsWith(fingerprint)) made = record;
        return null;
    }

    private static string DriveName(string drive) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(drive))) + ".drive";

    private static string PartName(ReadOnlySpan<byte> source) => Convert.ToHexStringLower(SHA256.HashData(source)) + ".part";

    private static string MadeName(ReadOnlySpan<byte> source) => Convert.ToHexStringLower(SHA256.HashData(source)) + MadeExtension;
}
