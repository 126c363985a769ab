using System.Buffers;
using System.Globalization;
using System.Text;
using EdgeSeed.Status;

namespace EdgeSeed.Web;

/// <summary>A snapshot in Prometheus' text format 0.0.4. Totals only: a label a torrent would grow with the library.</summary>
internal static class MetricsText
{
    /// <summary>Media type of the format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes every metric with its help and type.</summary>
    public static void Write(IBufferWriter<byte> output, StatusSnapshot status)
    {
        Gauge(output, "edgeseed_uptime_seconds", "Seconds since the service started.", status.UptimeSeconds);
        Gauge(output, "edgeseed_resident_bytes", "Resident memory.", status.Memory.ResidentBytes);
        Gauge(output, "edgeseed_torrents", "Torrents published.", status.Torrents.Count);
        Gauge(output, "edgeseed_torrents_bytes", "Size of all torrents published.", status.TotalBytes());
        Gauge(output, "edgeseed_problems", "Problems that need somebody.", status.Problems.Count);
        Gauge(output, "edgeseed_peers_connected", "Peers connected to the seeder.", status.Upload.Peers);
        Counter(output, "edgeseed_upload_bytes_total", "Payload bytes sent to peers.", status.Upload.TotalBytes);
        Gauge(output, "edgeseed_upload_bytes_per_second", "Bytes a second sent over the last seconds.", status.Upload.BytesPerSecond);
        if (status.Budget.LimitBytesPerSecond is { } limit)
            Gauge(output, "edgeseed_upload_limit_bytes_per_second", "The upload budget.", limit);
        Counter(output, "edgeseed_tracker_announces_total", "Announces answered.", status.Tracker.Announces);
        Counter(output, "edgeseed_tracker_scrapes_total", "Scrapes answered.", status.Tracker.Scrapes);
        Counter(output, "edgeseed_tracker_refused_total", "Requests refused or dropped.", status.Tracker.Refused);
        Gauge(output, "edgeseed_tracker_torrents", "Swarms held.", status.Tracker.Torrents);
        Gauge(output, "edgeseed_tracker_peers", "Peers held.", status.Tracker.Peers);
        WriteTracker(output, status.Tracker);
    }

    private static void WriteTracker(IBufferWriter<byte> output, TrackerFigures tracker)
    {
        Gauge(output, "edgeseed_tracker_seeds", "Of the peers held, those that have everything.", tracker.Seeds);
        Gauge(output, "edgeseed_tracker_completed", "Downloads completed of the torrents held, over restarts.", tracker.Completed);
        Counter(output, "edgeseed_tracker_unanswered_total", "Requests not answered because answers had used up the upload budget.", tracker.Unanswered);
        Counter(output, "edgeseed_tracker_answer_bytes_total", "Bytes of answers, without headers.", tracker.AnswerBytes);
        Counter(output, "edgeseed_tracker_swarm_bytes_total", "Bytes that clients say they downloaded.", tracker.SwarmBytes);
        Metric(output, "edgeseed_tracker_amplification", "Bytes that clients say they downloaded of what this box seeds, for each byte it sent.", "gauge", tracker.Amplification);
        Counter(output, "edgeseed_tracker_state_bytes_total", "Bytes of saved state written.", tracker.StateBytes);
        Gauge(output, "edgeseed_tracker_state_bytes_per_hour", "Bytes of saved state written an hour, on average.", tracker.StateBytesPerHour);
        Counter(output, "edgeseed_tracker_log_lines_dropped_total", "Lines of the access log dropped because they came too fast.", tracker.LogLinesDropped);
    }

    private static void Gauge(IBufferWriter<byte> output, string name, string help, long value) => Metric(output, name, help, "gauge", value);

    private static void Counter(IBufferWriter<byte> output, string name, string help, long value) => Metric(output, name, help, "counter", value);

    private static void Metric(IBufferWriter<byte> output, string name, string help, string type, double value) =>
        Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n{name} {value}\n"), output);
}
