using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeSeed.Protocol.Addresses;

namespace EdgeSeed.Torrents;

/// <summary>
/// What commands print with <c>--json</c>: members in snake_case, absent ones left out. Names are as the torrent spells them; each broken sequence of
/// UTF-8 is one U+FFFD, and the magnet link has the very bytes.
/// </summary>
internal static class ReportJson
{
    /// <summary>Indented, with letters of all scripts as they are: the output is JSON on a terminal or in a file, never inside HTML.</summary>
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    /// <summary>The member <c>notes</c>: what there is to say of addresses.</summary>
    public static void WriteNotes(Utf8JsonWriter json, IReadOnlyList<RemarkedAddress> notes)
    {
        json.WriteStartArray("notes"u8);
        foreach (RemarkedAddress note in notes)
        {
            json.WriteStartObject();
            json.WriteString("written"u8, note.Written);
            json.WriteString("remark"u8, note.Remark);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>A torrent, or what a magnet link tells of one.</summary>
    public static string Of(TorrentDescription torrent) => Write(json =>
    {
        WriteText(json, "torrent_file"u8, torrent.TorrentFile);
        WriteText(json, "name"u8, torrent.Name?.Text);
        WriteText(json, "stored_as"u8, torrent.StoredAs?.Text);
        json.WriteString("info_hash"u8, torrent.InfoHash);
        WriteText(json, "info_hash_v2"u8, torrent.InfoHashV2);
        json.WriteString("magnet"u8, torrent.Magnet);
        WriteNumber(json, "size_bytes"u8, torrent.SizeBytes);
        WriteNumber(json, "piece_length"u8, torrent.PieceLength);
        WriteNumber(json, "pieces"u8, torrent.Pieces);
        json.WriteBoolean("private"u8, torrent.Private);
        WriteText(json, "format"u8, torrent.Format is { } format ? FormatText.Of(format) : null);
        WriteText(json, "source"u8, torrent.Source?.Text);
        WriteText(json, "comment"u8, torrent.Comment?.Text);
        WriteText(json, "created_by"u8, torrent.CreatedBy?.Text);
        if (torrent.CreationDate is { } date) json.WriteString("creation_date"u8, date);
        json.WriteStartArray("trackers"u8);
        foreach (IReadOnlyList<string> tier in torrent.Trackers)
        {
            json.WriteStartArray();
            foreach (string tracker in tier) json.WriteStringValue(tracker);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        if (torrent.Scraped is { } scraped)
        {
            json.WriteStartArray("scraped"u8);
            foreach (TrackerCounts tracker in scraped)
            {
                json.WriteStartObject();
                json.WriteString("tracker"u8, tracker.Tracker);
                WriteNumber(json, "seeds"u8, tracker.Counts?.Complete);
                WriteNumber(json, "leechers"u8, tracker.Counts?.Incomplete);
                WriteNumber(json, "completed"u8, tracker.Counts?.Downloaded);
                WriteText(json, "problem"u8, tracker.Problem);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteStartArray("web_seeds"u8);
        foreach (string seed in torrent.WebSeeds) json.WriteStringValue(seed);
        json.WriteEndArray();
        if (torrent.Remarks.Count > 0) WriteNotes(json, torrent.Remarks);
        WriteNumber(json, "file_count"u8, torrent.FileCount);
        if (torrent.Files is not { } files) return;
        json.WriteStartArray("files"u8);
        foreach (FileDescription file in files)
        {
            json.WriteStartObject();
            json.WriteString("path"u8, file.Path.Text);
            WriteText(json, "stored_as"u8, file.StoredAs?.Text);
            json.WriteNumber("size_bytes"u8, file.SizeBytes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    /// <summary>What was found of a torrent's data.</summary>
    public static string Of(VerifyDescription found) => Write(json =>
    {
        json.WriteString("name"u8, found.Name.Text);
        json.WriteString("info_hash"u8, found.InfoHash);
        json.WriteString("data"u8, found.Data);
        json.WriteBoolean("exact"u8, found.Exact);
        json.WriteNumber("pieces_good"u8, found.PiecesGood);
        json.WriteNumber("pieces"u8, found.Pieces);
        json.WriteStartArray("files"u8);
        foreach (VerifiedFile file in found.Files)
        {
            json.WriteStartObject();
            json.WriteString("path"u8, file.Path.Text);
            json.WriteNumber("size_bytes"u8, file.SizeBytes);
            json.WriteString("result"u8, file.Result);
            WriteText(json, "detail"u8, file.Detail);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private static string Write(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null) json.WriteString(name, text);
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? number)
    {
        if (number is { } known) json.WriteNumber(name, known);
    }
}
