using EdgeSeed.Engine;
using EdgeSeed.Engine.Announcing;
using EdgeSeed.Engine.PortMapping;

namespace EdgeSeed.Status;

/// <summary>States by the names that JSON, metrics and the terminal use for them, in snake_case.</summary>
internal static class StatusNames
{
    /// <summary>Of the whole service.</summary>
    public static string Of(ServicePhase phase) => phase switch
    {
        ServicePhase.Starting => "starting",
        ServicePhase.Hashing => "hashing",
        ServicePhase.Ready => "ready",
        ServicePhase.Seeding => "seeding",
        _ => "stopping",
    };

    /// <summary>Of a torrent.</summary>
    public static string Of(TorrentPhase state) => state switch
    {
        TorrentPhase.Queued => "queued",
        TorrentPhase.Settling => "settling",
        TorrentPhase.Hashing => "hashing",
        TorrentPhase.Seeding => "seeding",
        TorrentPhase.Partial => "partial",
        TorrentPhase.Fetching => "fetching",
        TorrentPhase.Waiting => "waiting",
        _ => "failed",
    };

    /// <summary>Of the router's ports.</summary>
    public static string Of(PortMappingState state) => state switch
    {
        PortMappingState.Asking => "asking",
        PortMappingState.Mapped => "mapped",
        _ => "failed",
    };

    /// <summary>Of a drive.</summary>
    public static string Of(DriveState state) => state switch
    {
        DriveState.Absent => "absent",
        DriveState.Mounting => "mounting",
        DriveState.Scanning => "scanning",
        DriveState.Hashing => "hashing",
        DriveState.Ready => "ready",
        DriveState.Failing => "failing",
        DriveState.Ejecting => "ejecting",
        _ => "safe_to_remove",
    };

    /// <summary>Of why a connection ended.</summary>
    public static string Of(DisconnectReason reason) => reason switch
    {
        DisconnectReason.PeerClosed => "peer_closed",
        DisconnectReason.TooManyPeers => "too_many_peers",
        DisconnectReason.GaveWay => "gave_way",
        DisconnectReason.HandshakeTimeout => "handshake_timeout",
        DisconnectReason.NotBitTorrent => "not_bittorrent",
        DisconnectReason.UnknownTorrent => "unknown_torrent",
        DisconnectReason.Self => "self",
        DisconnectReason.Duplicate => "duplicate",
        DisconnectReason.BothSeeds => "both_seeds",
        DisconnectReason.ProtocolError => "protocol_error",
        DisconnectReason.BadRequest => "bad_request",
        DisconnectReason.Silent => "silent",
        DisconnectReason.Stuck => "stuck",
        DisconnectReason.ReadFailed => "read_failed",
        DisconnectReason.MemoryShort => "memory_short",
        DisconnectReason.ConnectFailed => "connect_failed",
        DisconnectReason.TorrentRemoved => "torrent_removed",
        DisconnectReason.Stopping => "stopping",
        DisconnectReason.PlainRefused => "plain_refused",
        DisconnectReason.BadData => "bad_data",
        DisconnectReason.Bug => "bug",
        DisconnectReason.EncryptionFailed => "encryption_failed",
        _ => "network_lost",
    };

    /// <summary>Of an alarm.</summary>
    public static string Of(AlarmCode code) => code switch
    {
        AlarmCode.Config => "config",
        AlarmCode.NoDrive => "no_drive",
        AlarmCode.DriveErrors => "drive_errors",
        AlarmCode.NoNetwork => "no_network",
        AlarmCode.BudgetSpent => "budget_spent",
        AlarmCode.PartFailed => "part_failed",
        AlarmCode.Card => "card",
        _ => "memory_limit",
    };

    /// <summary>Of a torrent at its other trackers.</summary>
    public static string Of(AnnounceState state) => state switch
    {
        AnnounceState.Waiting => "waiting",
        AnnounceState.Working => "working",
        AnnounceState.Refused => "refused",
        _ => "failing",
    };
}
