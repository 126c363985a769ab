using System.Text.Json;
using EdgeSeed.Config;
using EdgeSeed.Engine.Dht;
using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.PortMapping;
using EdgeSeed.Engine.Sessions;

namespace EdgeSeed.Status;

internal static partial class StatusJson
{
    private static void WriteBudget(Utf8JsonWriter json, BudgetStatus budget)
    {
        json.WriteStartObject("budget"u8);
        WriteNumber(json, "limit_bytes_per_second"u8, budget.LimitBytesPerSecond);
        WriteText(json, "window"u8, budget.Window);
        WriteHold(json, budget.Hold);
        json.WriteNumber("sent_bytes"u8, budget.SentBytes);
        json.WriteBoolean("is_spent"u8, budget.IsSpent);
        WriteQuota(json, "day"u8, budget.Day);
        WriteQuota(json, "month"u8, budget.Month);
        json.WriteEndObject();
    }

    private static void WriteNeed(Utf8JsonWriter json, NeedStatus? need)
    {
        if (!TryBegin(json, "need"u8, need)) return;
        json.WriteNumber("part"u8, Math.Round(need.Part, 4));
        json.WriteString("reason"u8, NeedSentence.NameOf(NeedSentence.ReasonOf(need)));
        json.WriteNumber("copies_elsewhere"u8, Math.Round(need.Copies, 2));
        json.WriteNumber("downloaders"u8, need.Downloaders);
        json.WriteEndObject();
    }

    private static void WriteWish(Utf8JsonWriter json, TorrentConfig wish)
    {
        if (!TryBegin(json, "wish"u8, wish == TorrentConfig.Default ? null : wish)) return;
        json.WriteString("match"u8, wish.Match);
        json.WriteNumber("weight"u8, wish.Weight);
        WriteNumber(json, "upload_bytes_per_second"u8, wish.Upload.IsUnlimited ? null : wish.Upload.BytesPerSecond);
        json.WriteNumber("share_until"u8, wish.ShareUntil);
        json.WriteBoolean("announce"u8, wish.Announce);
        json.WriteBoolean("paused"u8, wish.Paused);
        json.WriteEndObject();
    }

    private static void WriteMemory(Utf8JsonWriter json, MemoryStatus? memory)
    {
        if (!TryBegin(json, "memory"u8, memory)) return;
        json.WriteNumber("resident_bytes"u8, memory.ResidentBytes);
        json.WriteNumber("limit_bytes"u8, memory.LimitBytes);
        json.WriteBoolean("is_short"u8, memory.IsShort);
        json.WriteEndObject();
    }

    private static void WriteHold(Utf8JsonWriter json, HoldStatus? hold)
    {
        if (!TryBegin(json, "hold"u8, hold)) return;
        WriteNumber(json, "bytes_per_second"u8, hold.BytesPerSecond);
        WriteNumber(json, "seconds_left"u8, hold.SecondsLeft);
        json.WriteEndObject();
    }

    private static void WriteQuota(Utf8JsonWriter json, ReadOnlySpan<byte> name, QuotaStatus? quota)
    {
        if (!TryBegin(json, name, quota)) return;
        json.WriteNumber("used_bytes"u8, quota.UsedBytes);
        json.WriteNumber("limit_bytes"u8, quota.LimitBytes);
        json.WriteNumber("seconds_left"u8, quota.SecondsLeft);
        json.WriteEndObject();
    }

    private static void WritePortMapping(Utf8JsonWriter json, PortMappingStatus? mapping)
    {
        if (!TryBegin(json, "port_mapping"u8, mapping)) return;
        json.WriteString("state"u8, StatusNames.Of(mapping.State));
        json.WriteString("way"u8, mapping.Way);
        WriteText(json, "external_address"u8, mapping.ExternalAddress?.ToString());
        WriteText(json, "problem"u8, mapping.Problem);
        json.WriteEndObject();
    }

    private static void WriteDht(Utf8JsonWriter json, DhtStatus? dht)
    {
        if (!TryBegin(json, "dht"u8, dht)) return;
        json.WriteNumber("port"u8, dht.Port);
        json.WriteBoolean("is_read_only"u8, dht.IsReadOnly);
        json.WriteBoolean("is_silent"u8, dht.IsSilent);
        json.WriteNumber("good_nodes"u8, dht.GoodNodes);
        json.WriteNumber("questionable_nodes"u8, dht.QuestionableNodes);
        json.WriteNumber("announced_torrents"u8, dht.Announced);
        json.WriteNumber("found_torrents"u8, dht.Found);
        json.WriteNumber("lookups"u8, dht.Lookups);
        json.WriteNumber("confirmed"u8, dht.Announces);
        json.WriteNumber("questions"u8, dht.Questions);
        json.WriteNumber("answers"u8, dht.Answers);
        json.WriteNumber("stored_peers"u8, dht.StoredPeers);
        json.WriteNumber("sent_bytes"u8, dht.SentBytes);
        json.WriteEndObject();
    }

    private static void WriteFinding(Utf8JsonWriter json, DhtFinding? found)
    {
        if (!TryBegin(json, "dht"u8, found)) return;
        json.WriteNumber("peers"u8, found.Peers);
        json.WriteNumber("nodes"u8, found.Nodes);
        json.WriteEndObject();
    }

    private static void WriteRates(Utf8JsonWriter json, RateStatus rates)
    {
        json.WriteStartObject("rates"u8);
        json.WriteNumber("interval_seconds"u8, rates.IntervalSeconds);
        json.WriteStartArray("bytes_per_second"u8);
        foreach (long rate in rates.BytesPerSecond) json.WriteNumberValue(rate);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTracker(Utf8JsonWriter json, TrackerFigures tracker)
    {
        json.WriteStartObject("tracker"u8);
        json.WriteNumber("announces"u8, tracker.Announces);
        json.WriteNumber("scrapes"u8, tracker.Scrapes);
        json.WriteNumber("refused"u8, tracker.Refused);
        json.WriteNumber("torrents"u8, tracker.Torrents);
        json.WriteNumber("peers"u8, tracker.Peers);
        json.WriteNumber("swarm_bytes"u8, tracker.SwarmBytes);
        json.WriteNumber("amplification"u8, Math.Round(tracker.Amplification, 3));
        json.WriteNumber("seeds"u8, tracker.Seeds);
        json.WriteNumber("completed"u8, tracker.Completed);
        json.WriteNumber("unanswered"u8, tracker.Unanswered);
        json.WriteNumber("answer_bytes"u8, tracker.AnswerBytes);
        json.WriteNumber("state_bytes"u8, tracker.StateBytes);
        json.WriteNumber("state_bytes_per_hour"u8, tracker.StateBytesPerHour);
        json.WriteEndObject();
    }

    private static void WriteHashing(Utf8JsonWriter json, HashingStatus? hashing)
    {
        if (!TryBegin(json, "hashing"u8, hashing)) return;
        json.WriteString("name"u8, hashing.Name);
        json.WriteNumber("bytes_done"u8, hashing.BytesDone);
        json.WriteNumber("bytes_total"u8, hashing.BytesTotal);
        json.WriteNumber("waiting"u8, hashing.Waiting);
        json.WriteEndObject();
    }

    private static void WriteDrive(Utf8JsonWriter json, DriveStatus drive)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, drive.Id);
        json.WriteString("name"u8, drive.Name);
        json.WriteString("path"u8, drive.Path);
        json.WriteBoolean("is_removable"u8, drive.IsRemovable);
        json.WriteString("file_system"u8, drive.FileSystem);
        json.WriteString("state"u8, StatusNames.Of(drive.State));
        json.WriteBoolean("is_asleep"u8, drive.IsAsleep);
        json.WriteNumber("since_seconds"u8, drive.SinceSeconds);
        json.WriteNumber("torrents"u8, drive.Torrents);
        json.WriteNumber("done"u8, drive.Done);
        json.WriteNumber("total"u8, drive.Total);
        WriteNumber(json, "seconds_left"u8, drive.SecondsLeft);
        json.WriteNumber("read_errors"u8, drive.ReadErrors);
        json.WriteNumber("errno"u8, drive.Errno);
        WriteText(json, "problem"u8, drive.Problem);
        WriteReading(json, drive.Reading);
        json.WriteEndObject();
    }

    private static void WriteReading(Utf8JsonWriter json, DriveReading? reading)
    {
        if (!TryBegin(json, "reading"u8, reading)) return;
        json.WriteNumber("seek_ms"u8, Math.Round(reading.SeekSeconds * 1e3, 2));
        json.WriteNumber("bytes_per_second"u8, Math.Round(reading.BytesPerSecond));
        json.WriteNumber("windows"u8, reading.Windows);
        json.WriteNumber("window_bytes"u8, reading.WindowBytes);
        json.WriteNumber("cached_windows"u8, reading.CachedWindows);
        json.WriteNumber("shared_windows"u8, reading.SharedWindows);
        json.WriteNumber("suggested_pieces"u8, reading.SuggestedPieces);
        json.WriteNumber("lost_windows"u8, reading.LostWindows);
        json.WriteNumber("waiting_windows"u8, reading.WaitingWindows);
        json.WriteNumber("cache_bytes"u8, reading.CacheBytes);
        json.WriteNumber("sent_bytes"u8, reading.SentBytes);
        json.WriteNumber("read_per_sent"u8, Math.Round(reading.ReadPerSent, 3));
        json.WriteNumber("seeks_per_mb"u8, Math.Round(reading.SeeksPerMegabyte, 3));
        json.WriteEndObject();
    }

    private static void WriteAlarm(Utf8JsonWriter json, Alarm alarm)
    {
        json.WriteStartObject();
        json.WriteNumber("code"u8, AlarmText.Number(alarm.Code));
        json.WriteString("name"u8, StatusNames.Of(alarm.Code));
        json.WriteString("what"u8, AlarmText.What(alarm.Code));
        json.WriteString("to_do"u8, AlarmText.ToDo(alarm.Code));
        json.WriteString("detail"u8, alarm.Detail);
        json.WriteEndObject();
    }

    private static void WriteReport(Utf8JsonWriter json, TrackerReport? report, StatusSnapshot status)
    {
        if (!TryBegin(json, "other_trackers"u8, report)) return;
        json.WriteString("state"u8, StatusNames.Of(report.State));
        json.WriteString("tracker"u8, report.Tracker);
        WriteNumber(json, "seeds"u8, report.Seeds);
        WriteNumber(json, "leechers"u8, report.Leechers);
        WriteText(json, "message"u8, status.IsPublic ? null : report.Message);
        WriteNumber(json, "next_seconds"u8, report.NextSeconds(status.UptimeSeconds));
        json.WriteEndObject();
    }
}
