using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeSeed.Torrents;

namespace EdgeSeed.Status;

/// <summary>
/// Writes a <see cref="StatusSnapshot"/> as JSON, in parts, so that a long list of torrents can be sent as it is written. Members and
/// states in snake_case; members may be added, but none changes its meaning without a new <see cref="StatusSnapshot.Format"/>.
/// </summary>
internal static partial class StatusJson
{
    /// <summary>Letters of all scripts stay as they are: the media type is JSON and browsers are told not to guess.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    /// <summary>Everything before the first torrent.</summary>
    public static void WriteHead(Utf8JsonWriter json, StatusSnapshot status)
    {
        json.WriteStartObject();
        json.WriteNumber("format"u8, status.Format);
        json.WriteString("name"u8, status.Name);
        json.WriteString("version"u8, status.Version);
        json.WriteString("time"u8, status.Time);
        json.WriteNumber("uptime_seconds"u8, status.UptimeSeconds);
        json.WriteString("phase"u8, StatusNames.Of(status.Phase));
        json.WriteString("page_url"u8, status.PageUrl);
        json.WriteString("announce_url"u8, status.AnnounceUrl);
        json.WriteNumber("port"u8, status.Port);
        json.WriteNumber("peer_port"u8, status.PeerPort);
        json.WriteStartObject("upload"u8);
        json.WriteNumber("bytes_per_second"u8, status.Upload.BytesPerSecond);
        json.WriteNumber("total_bytes"u8, status.Upload.TotalBytes);
        json.WriteNumber("web_bytes"u8, status.Upload.WebBytes);
        json.WriteNumber("peers"u8, status.Upload.Peers);
        json.WriteEndObject();
        WriteBudget(json, status.Budget);
        WriteRates(json, status.Rates);
        WriteTracker(json, status.Tracker);
        WriteHashing(json, status.Hashing);
        WriteMemory(json, status.IsPublic ? null : status.Memory);
        json.WriteStartObject("network"u8);
        WriteTexts(json, "addresses"u8, status.Network.Addresses);
        json.WriteString("waiting_for"u8, status.Network.WaitingFor);
        json.WriteEndObject();
        WritePortMapping(json, status.PortMapping);
        WriteDht(json, status.Dht);
        json.WriteStartArray("drives"u8);
        foreach (DriveStatus drive in status.Drives) WriteDrive(json, drive);
        json.WriteEndArray();
        json.WriteStartArray("alarms"u8);
        foreach (Alarm alarm in status.Alarms) WriteAlarm(json, alarm);
        json.WriteEndArray();
        WriteTexts(json, "problems"u8, status.Problems);
        json.WriteNumber("torrents_total"u8, status.Torrents.Count);
        json.WriteNumber("torrents_bytes"u8, status.TotalBytes());
        json.WriteStartArray("torrents"u8);
    }

    /// <summary>One torrent, between head and end.</summary>
    /// <param name="json">Where to write.</param>
    /// <param name="torrent">What to write.</param>
    /// <param name="status">The snapshot it is from.</param>
    /// <param name="magnet">Scratch, for one torrent after the other.</param>
    public static void WriteTorrent(Utf8JsonWriter json, PublishedTorrent torrent, StatusSnapshot status, ArrayBufferWriter<byte> magnet)
    {
        magnet.ResetWrittenCount();
        torrent.WriteMagnet(magnet);
        json.WriteStartObject();
        json.WriteString("info_hash"u8, torrent.InfoHash);
        json.WriteString("name"u8, torrent.Name);
        json.WriteNumber("size_bytes"u8, torrent.SizeBytes);
        json.WriteNumber("files"u8, torrent.Files);
        WriteText(json, "sha256"u8, torrent.Entry.Sha256 is { } sha256 ? Convert.ToHexStringLower(sha256) : null);
        json.WriteBoolean("is_private"u8, torrent.IsPrivate);
        json.WriteString("state"u8, StatusNames.Of(torrent.State));
        WriteText(json, "problem"u8, ProblemSentence.Of(torrent, status));
        WriteReport(json, torrent.OtherTrackers, status);
        WriteFinding(json, torrent.Dht);
        ReportJson.WriteNotes(json, status.IsPublic ? [] : torrent.Entry.Notes);
        json.WriteString("magnet"u8, magnet.WrittenSpan);
        json.WriteNumber("seeds"u8, torrent.Seeds);
        json.WriteNumber("leechers"u8, torrent.Leechers);
        json.WriteNumber("completed"u8, torrent.Completed);
        json.WriteNumber("connected"u8, torrent.Connected);
        json.WriteNumber("uploaded_bytes"u8, torrent.UploadedBytes);
        json.WriteNumber("web_bytes"u8, torrent.WebBytes);
        json.WriteNumber("upload_bytes_per_second"u8, torrent.UploadBytesPerSecond);
        WriteNumber(json, "fetched_bytes"u8, torrent.FetchedBytes);
        json.WriteNumber("copies_given"u8, Math.Round(torrent.CopiesGiven, 3));
        if (!status.IsPublic)
        {
            WriteNeed(json, torrent.Need);
            WriteWish(json, torrent.Wish);
        }
        json.WriteEndObject();
    }

    /// <summary>Everything after the last torrent.</summary>
    public static void WriteEnd(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    /// <summary>Begins an object; for null that is all, and false is returned.</summary>
    private static bool TryBegin(Utf8JsonWriter json, ReadOnlySpan<byte> name, [NotNullWhen(true)] object? value)
    {
        if (value is null) json.WriteNull(name);
        else json.WriteStartObject(name);
        return value is not null;
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        if (text is null) json.WriteNull(name);
        else json.WriteString(name, text);
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? number)
    {
        if (number is { } known) json.WriteNumber(name, known);
        else json.WriteNull(name);
    }
}
