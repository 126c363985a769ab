using System.Buffers;
using System.Globalization;
using System.Text;
using EdgeSeed.Engine;
using EdgeSeed.Engine.Dht;
using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Status;
using EdgeSeed.Terminal;

namespace EdgeSeed.Web;

/// <summary>A snapshot in Prometheus' text format 0.0.4. No label for each torrent: those would grow with the library.</summary>
/// <param name="output">Not owned; the caller flushes.</param>
internal sealed class MetricsText(IBufferWriter<byte> output)
{
    private string _name = "";

    /// <summary>Media type of the format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes every metric with its help and type.</summary>
    public void Write(StatusSnapshot status)
    {
        Begin("edgeseed_info", "The program's version.", "gauge").Sample($"version=\"{Escape(status.Version)}\"", 1);
        Gauge("edgeseed_uptime_seconds", "Seconds since the service started.", status.UptimeSeconds);
        Gauge("edgeseed_memory_resident_bytes", "Resident memory.", status.Memory.ResidentBytes);
        Gauge("edgeseed_memory_limit_bytes", "What service.memory_limit allows.", status.Memory.LimitBytes);
        Begin("edgeseed_alarm", "Whether somebody must see to something, by its number.", "gauge");
        foreach (AlarmCode code in Enum.GetValues<AlarmCode>())
        {
            int raised = 0;
            foreach (Alarm alarm in status.Alarms) raised |= alarm.Code == code ? 1 : 0;
            Sample($"code=\"{AlarmText.Number(code)}\",name=\"{StatusNames.Of(code)}\"", raised);
        }
        Gauge("edgeseed_problems", "Problems in detail, besides the alarms.", status.Problems.Count);
        WriteTorrents(status);
        WriteDrives(status);
        WriteUpload(status);
        WriteNeeds(status);
        if (status.Session is { } session) WriteSession(session);
        WriteTracker(status.Tracker);
    }

    private void WriteTorrents(StatusSnapshot status)
    {
        Begin("edgeseed_torrents", "Torrents published, by state.", "gauge");
        Span<int> counts = stackalloc int[(int)TorrentPhase.Failed + 1];
        foreach (PublishedTorrent torrent in status.Torrents) counts[(int)torrent.State]++;
        for (int i = 0; i < counts.Length; i++) Sample($"state=\"{StatusNames.Of((TorrentPhase)i)}\"", counts[i]);
        Gauge("edgeseed_torrents_bytes", "Size of all torrents published.", status.TotalBytes());
        Gauge("edgeseed_hashing_done_bytes", "Read so far of what is being hashed.", status.Hashing?.BytesDone ?? 0);
        Gauge("edgeseed_hashing_total_bytes", "Size of what is being hashed.", status.Hashing?.BytesTotal ?? 0);
    }

    private void WriteNeeds(StatusSnapshot status)
    {
        Span<int> counts = stackalloc int[(int)NeedReason.Given + 1];
        Span<double> parts = stackalloc double[counts.Length];
        foreach (PublishedTorrent torrent in status.Torrents)
        {
            if (torrent.Need is not { } need) continue;
            int reason = (int)NeedSentence.ReasonOf(need);
            counts[reason]++;
            parts[reason] += need.Part;
        }
        Begin("edgeseed_upload_wanted_torrents", "Torrents that somebody wants while the upload is limited, by how much they need this machine.", "gauge");
        for (int i = 0; i < counts.Length; i++) Sample($"need=\"{NeedSentence.NameOf((NeedReason)i)}\"", counts[i]);
        Begin("edgeseed_upload_part", "Their part of the upload together, of 1.", "gauge");
        for (int i = 0; i < counts.Length; i++) Sample($"need=\"{NeedSentence.NameOf((NeedReason)i)}\"", Math.Round(parts[i], 4));
    }

    private void WriteDrives(StatusSnapshot status)
    {
        if (status.Drives.Count == 0) return;
        Begin("edgeseed_drive_torrents", "Torrents on a drive or in a folder, by what it is doing.", "gauge");
        foreach (DriveStatus drive in status.Drives) Sample($"{Labels(drive)},state=\"{StatusNames.Of(drive.State)}\"", drive.Torrents);
        Begin("edgeseed_drive_read_errors_total", "Failed reads since it was plugged in.", "counter");
        foreach (DriveStatus drive in status.Drives) Sample(Labels(drive), drive.ReadErrors);
        WriteReading(status, "edgeseed_drive_sent_bytes_total", "Payload bytes sent from a drive, to peers and by web downloads.", "counter", reading => reading.SentBytes);
        WriteReading(status, "edgeseed_drive_read_bytes_total", "Bytes that a drive had to read for peers and web downloads.", "counter", reading => reading.WindowBytes);
        WriteReading(status, "edgeseed_drive_seeks_total", "Stretches that a drive had to read: about as often its head moved.", "counter", reading => reading.Windows);
        WriteReading(status, "edgeseed_drive_cached_total", "Stretches that were in the cache when they were wanted.", "counter", reading => reading.CachedWindows);
        WriteReading(status, "edgeseed_drive_shared_total", "Stretches wanted while they were there, or being read, for another.", "counter", reading => reading.SharedWindows);
        WriteReading(status, "edgeseed_drive_suggested_total", "Pieces that peers were told of because they were in the cache.", "counter", reading => reading.SuggestedPieces);
        WriteReading(status, "edgeseed_drive_lost_total", "Stretches that the cache had lost before they were sent.", "counter", reading => reading.LostWindows);
        WriteReading(status, "edgeseed_drive_waiting", "Stretches that wait for a drive.", "gauge", reading => reading.WaitingWindows);
        WriteReading(status, "edgeseed_drive_seek_seconds", "What moving its head costs a drive, as it was learned; 0 before.", "gauge", reading => reading.SeekSeconds);
        WriteReading(status, "edgeseed_drive_bytes_per_second", "How fast a drive reads on, as it was learned; 0 before.", "gauge", reading => reading.BytesPerSecond);
    }

    private void WriteReading(StatusSnapshot status, string name, string help, string type, Func<DriveReading, double> figure)
    {
        Begin(name, help, type);
        foreach (DriveStatus drive in status.Drives)
        {
            if (drive.Reading is { } reading) Sample(Labels(drive), figure(reading));
        }
    }

    private void WriteUpload(StatusSnapshot status)
    {
        BudgetStatus budget = status.Budget;
        Gauge("edgeseed_peers_connected", "Peers connected to the seeder.", status.Upload.Peers);
        Counter("edgeseed_upload_bytes_total", "Payload bytes sent, to peers and by web downloads.", status.Upload.TotalBytes);
        Counter("edgeseed_web_bytes_total", "Of the payload, bytes that went to browsers and web seeding clients.", status.Upload.WebBytes);
        Gauge("edgeseed_upload_bytes_per_second", "Payload bytes a second sent over the last seconds.", status.Upload.BytesPerSecond);
        Counter("edgeseed_sent_bytes_total", "Everything sent within the budget: payload, protocol, tracker answers and packet headers.", budget.SentBytes);
        if (budget.LimitBytesPerSecond is { } limit) Gauge("edgeseed_upload_limit_bytes_per_second", "The upload budget that holds now; 0 while it is paused.", limit);
        if (budget.Day is null && budget.Month is null) return;
        Begin("edgeseed_quota_used_bytes", "Sent since the day or month of the quota began.", "gauge");
        if (budget.Day is { } day) Sample("period=\"day\"", day.UsedBytes);
        if (budget.Month is { } month) Sample("period=\"month\"", month.UsedBytes);
        Begin("edgeseed_quota_limit_bytes", "What may be sent in the day or month.", "gauge");
        if (budget.Day is { } ofDay) Sample("period=\"day\"", ofDay.LimitBytes);
        if (budget.Month is { } ofMonth) Sample("period=\"month\"", ofMonth.LimitBytes);
    }

    private void WriteDht(DhtStatus dht)
    {
        Begin("edgeseed_dht_nodes", "Nodes of the DHT that are known, by whether they answered lately.", "gauge");
        Sample("state=\"good\"", dht.GoodNodes);
        Sample("state=\"questionable\"", dht.QuestionableNodes);
        Gauge("edgeseed_dht_announced_torrents", "Torrents of which nodes of the DHT have been told.", dht.Announced);
        Gauge("edgeseed_dht_stored_peers", "Peers that others announced here.", dht.StoredPeers);
        Counter("edgeseed_dht_sent_bytes_total", "Bytes sent for the DHT, headers included.", dht.SentBytes);
        Counter("edgeseed_dht_lookups_total", "Lookups that came to their end.", dht.Lookups);
        Counter("edgeseed_dht_confirmed_total", "Announces that nodes confirmed.", dht.Announces);
        Counter("edgeseed_dht_questions_total", "Questions asked.", dht.Questions);
        Counter("edgeseed_dht_answers_total", "Questions of others answered.", dht.Answers);
    }

    /// <summary>
    /// The sums are kept: connections accepted and opened are those that ended and those that are open; requests are those that ended and those that
    /// wait.
    /// </summary>
    private void WriteSession(SessionStatus session)
    {
        Counter("edgeseed_connections_accepted_total", "Connections that peers made.", session.AcceptedConnections);
        Counter("edgeseed_connections_opened_total", "Connections begun to peers.", session.OpenedConnections);
        Gauge("edgeseed_connections_open", "Connections to peers now, those in their handshake too.", session.Peers + session.PendingHandshakes);
        Begin("edgeseed_connections_ended_total", "Connections that ended, or were not taken up, by why.", "counter");
        for (int i = 0; i < session.Disconnects.Count; i++) Sample($"reason=\"{StatusNames.Of((DisconnectReason)i)}\"", session.Disconnects[i]);
        if (session.Dht is { } dht) WriteDht(dht);
        Gauge("edgeseed_connections_memory_bytes", "Memory that connections to peers hold.", session.PeerBytes);
        Counter("edgeseed_requests_total", "Requests of peers for blocks that exist.", session.Requests);
        Begin("edgeseed_requests_ended_total", "Requests by what became of them: sent in full, refused or taken back, or forgotten with their connection.", "counter");
        Sample("outcome=\"sent\"", session.SentBlocks);
        Sample("outcome=\"refused\"", session.RejectedRequests);
        Sample("outcome=\"forgotten\"", session.ForgottenRequests);
        Begin("edgeseed_hash_requests_ended_total", "Questions of peers for hashes of file trees (BitTorrent v2), by what became of them.", "counter");
        Sample("outcome=\"sent\"", session.SentHashes);
        Sample("outcome=\"refused\"", session.RejectedHashes);
        Gauge("edgeseed_requests_waiting", "Requests that wait now, with those being answered.", session.WaitingRequests);
    }

    private void WriteTracker(TrackerFigures tracker)
    {
        Counter("edgeseed_tracker_announces_total", "Announces answered.", tracker.Announces);
        Counter("edgeseed_tracker_scrapes_total", "Scrapes answered.", tracker.Scrapes);
        Counter("edgeseed_tracker_refused_total", "Requests refused or dropped.", tracker.Refused);
        Counter("edgeseed_tracker_unanswered_total", "Requests not answered because answers had used up the upload budget.", tracker.Unanswered);
        Gauge("edgeseed_tracker_torrents", "Swarms held.", tracker.Torrents);
        Gauge("edgeseed_tracker_peers", "Peers held.", tracker.Peers);
        Gauge("edgeseed_tracker_seeds", "Of the peers held, those that have everything.", tracker.Seeds);
        Gauge("edgeseed_tracker_completed", "Downloads completed of the torrents held, over restarts.", tracker.Completed);
        Counter("edgeseed_tracker_answer_bytes_total", "Bytes of answers, without headers.", tracker.AnswerBytes);
        Counter("edgeseed_tracker_swarm_bytes_total", "Bytes that clients say they downloaded.", tracker.SwarmBytes);
        Gauge("edgeseed_tracker_amplification_ratio", "Bytes that clients say they downloaded of what this box seeds, for each byte it sent.", tracker.Amplification);
        Counter("edgeseed_tracker_state_bytes_total", "Bytes of saved state written.", tracker.StateBytes);
        Gauge("edgeseed_tracker_state_bytes_per_hour", "Bytes of saved state written an hour, on average.", tracker.StateBytesPerHour);
        Counter("edgeseed_tracker_log_lines_dropped_total", "Lines of the access log dropped because they came too fast.", tracker.LogLinesDropped);
    }

    private static string Labels(DriveStatus drive) => $"drive=\"{Escape(drive.Name)}\",id=\"{Escape(drive.Id)}\"";

    private static string Escape(string value) =>
        PrintableText.Of(value).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private void Gauge(string name, string help, double value) => Begin(name, help, "gauge").Sample("", value);

    private void Counter(string name, string help, double value) => Begin(name, help, "counter").Sample("", value);

    private MetricsText Begin(string name, string help, string type)
    {
        _name = name;
        Put($"# HELP {name} {help}\n# TYPE {name} {type}\n");
        return this;
    }

    /// <summary>A figure of the metric begun last.</summary>
    private void Sample(string labels, double value) =>
        Put(labels.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"{_name} {value}\n") : string.Create(CultureInfo.InvariantCulture, $"{_name}{{{labels}}} {value}\n"));

    private void Put(string text) => Encoding.UTF8.GetBytes(text, output);
}
