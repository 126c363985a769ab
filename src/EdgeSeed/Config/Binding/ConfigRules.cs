using System.Globalization;
using EdgeSeed.Config.Units;
using EdgeSeed.Config.Values;

namespace EdgeSeed.Config.Binding;

/// <summary>
/// The checks that concern more than one key, or more than a key's type can say. Each problem stands at the key that was set.
/// </summary>
internal static class ConfigRules
{
    /// <summary>Adds what is wrong with the configuration as a whole.</summary>
    public static void Check(SeedConfig config, ConfigProblemList problems, ConfigOrigins origins)
    {
        void Require(bool holds, string message, params ReadOnlySpan<string> paths)
        {
            if (holds) return;
            ConfigPlace? place = null;
            foreach (string path in paths) place ??= origins.Find(path);
            problems.Add(place ?? default, message);
        }

        ServiceConfig service = config.Service;
        Require(
            service.Port != service.PeerPort || service.Port == 0,
            "service.peer_port must differ from service.port",
            "service.peer_port", "service.port");
        Require(
            service.DhtPort != service.Port || service.DhtPort == 0,
            "service.dht_port must differ from service.port, which is the tracker's over UDP",
            "service.dht_port", "service.port");

        long piece = config.Library.PieceSize.Bytes;
        Require(
            piece == 0 || (piece >= 16 << 10 && long.IsPow2(piece)),
            "library.piece_size must be 0 or a power of two of at least 16 KiB, such as \"256 KiB\"",
            "library.piece_size");

        TrackerConfig tracker = config.Tracker;
        string interval = DurationText.Write(tracker.Interval);
        Require(
            tracker.MinInterval <= tracker.Interval,
            $"tracker.min_interval ({DurationText.Write(tracker.MinInterval)}) must not exceed tracker.interval ({interval})",
            "tracker.min_interval", "tracker.interval");
        Require(
            tracker.PeerTimeout > tracker.Interval,
            $"tracker.peer_timeout ({DurationText.Write(tracker.PeerTimeout)}) must be longer than tracker.interval ({interval})",
            "tracker.peer_timeout", "tracker.interval");
        Require(
            tracker.PeersPerAnswer <= tracker.MaxPeersPerAnswer,
            "tracker.peers_per_answer must not exceed tracker.max_peers_per_answer",
            "tracker.peers_per_answer", "tracker.max_peers_per_answer");
        Require(
            tracker.Policy != TrackerAccess.List || tracker.List.Length > 0,
            "tracker.policy \"list\" needs tracker.list",
            "tracker.policy");

        CheckLines(config, Require);
    }

    private delegate void Requirement(bool holds, string message, params ReadOnlySpan<string> paths);

    private static void CheckLines(SeedConfig config, Requirement require)
    {
        Dictionary<int, string> users = [];
        (string Path, int? Line)[] lines =
        [
            ("hardware.leds.status", config.Leds.Status.GpioLine),
            ("hardware.leds.activity", config.Leds.Activity.GpioLine),
            ("hardware.leds.attention", config.Leds.Attention.GpioLine),
            ("hardware.button.line", config.Button.Line < 0 ? null : config.Button.Line),
        ];
        foreach ((string path, int? line) in lines)
        {
            if (line is not { } number || users.TryAdd(number, path)) continue;
            string message = string.Create(CultureInfo.InvariantCulture, $"{path} uses GPIO line {number}, which {users[number]} uses already");
            require(false, message, path);
        }
    }
}
