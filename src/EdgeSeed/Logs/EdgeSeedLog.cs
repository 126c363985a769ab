using Microsoft.Extensions.Logging;

namespace EdgeSeed.Logs;

/// <summary>Everything the service logs, with event ids that stay as they are.</summary>
internal static partial class EdgeSeedLog
{
    /// <summary>The service is up.</summary>
    [LoggerMessage(1, LogLevel.Information, "Listening on port {Port} (page and tracker) and {PeerPort} (peers)")]
    public static partial void Started(ILogger log, int port, int peerPort);

    /// <summary>The service begins to stop.</summary>
    [LoggerMessage(2, LogLevel.Information, "Stopping")]
    public static partial void Stopping(ILogger log);

    /// <summary>A default port was taken.</summary>
    [LoggerMessage(3, LogLevel.Warning, "Port {Taken} for peers is taken; {Port} is used instead (--peer-port names one)")]
    public static partial void PeerPortMoved(ILogger log, int taken, int port);

    /// <summary>An entry of a folder is left out.</summary>
    [LoggerMessage(10, LogLevel.Debug, "Left out {Path}: {Reason}")]
    public static partial void Skipped(ILogger log, string path, string reason);

    /// <summary>A symbolic link is left out, which somebody made for what it leads to.</summary>
    [LoggerMessage(13, LogLevel.Warning, "Left out {Path}: {Reason} (library.follow_links says which are followed)")]
    public static partial void LinkLeftOut(ILogger log, string path, string reason);

    /// <summary>An entry is not, or not wholly, offered.</summary>
    [LoggerMessage(11, LogLevel.Warning, "{Name}: {Problem}")]
    public static partial void NotSeeded(ILogger log, string name, string problem);

    /// <summary>Something in the state directory could not be read or written; the service goes on.</summary>
    [LoggerMessage(12, LogLevel.Warning, "State: {Problem}")]
    public static partial void StateFailed(ILogger log, string problem);

    /// <summary>A torrent has no data here.</summary>
    [LoggerMessage(14, LogLevel.Debug, "{Name}: {Problem}")]
    public static partial void Waiting(ILogger log, string name, string problem);

    /// <summary>A drive was mounted.</summary>
    [LoggerMessage(15, LogLevel.Information, "Drive {Name} ({FileSystem}) is here, at {Path}")]
    public static partial void DriveCame(ILogger log, string name, string fileSystem, string path);

    /// <summary>A drive or folder is away.</summary>
    [LoggerMessage(16, LogLevel.Information, "Drive {Name} is away; its torrents wait for it")]
    public static partial void DriveLeft(ILogger log, string name);

    /// <summary>A drive is let go on request.</summary>
    [LoggerMessage(17, LogLevel.Information, "Drive {Name} is let go")]
    public static partial void DriveEjected(ILogger log, string name);

    /// <summary>There are too many drives and folders.</summary>
    [LoggerMessage(18, LogLevel.Warning, "Drive {Name} is left alone: there are too many")]
    public static partial void TooManyDrives(ILogger log, string name);

    /// <summary>A piece cannot be read.</summary>
    [LoggerMessage(19, LogLevel.Warning, "Piece {Piece} is withheld: {Error}")]
    public static partial void PieceWithheld(ILogger log, int piece, string error);

    /// <summary>The tracker's state file or access log made trouble.</summary>
    [LoggerMessage(20, LogLevel.Warning, "Tracker: {Problem}")]
    public static partial void Tracker(ILogger log, string problem);

    /// <summary>An edit of the configuration took effect.</summary>
    [LoggerMessage(30, LogLevel.Information, "Configuration read again: {Keys}")]
    public static partial void ConfigApplied(ILogger log, string keys);

    /// <summary>Edited keys wait for a restart.</summary>
    [LoggerMessage(31, LogLevel.Warning, "Configuration: these need a restart: {Keys}")]
    public static partial void ConfigNeedsRestart(ILogger log, string keys);

    /// <summary>An edit was refused; the service goes on with the configuration before it.</summary>
    [LoggerMessage(32, LogLevel.Error, "Configuration refused: {Problem}")]
    public static partial void ConfigRefused(ILogger log, string problem);

    /// <summary>What the configuration names of LEDs, display and button and is not there; looked for again now and then.</summary>
    [LoggerMessage(40, LogLevel.Warning, "Going on without some hardware: {Faults}")]
    public static partial void HardwareMissing(ILogger log, string faults);

    /// <summary>An LED, the display or the button failed; looked for again now and then.</summary>
    [LoggerMessage(41, LogLevel.Warning, "Hardware: {Fault}")]
    public static partial void HardwareFailed(ILogger log, string fault);

    /// <summary>What failed works again.</summary>
    [LoggerMessage(42, LogLevel.Information, "Hardware: {Device} works again")]
    public static partial void HardwareIsBack(ILogger log, string device);

    /// <summary>Neither its list of files nor its torrent file is given out; said once for each torrent.</summary>
    [LoggerMessage(26, LogLevel.Warning, "{Name} cannot be shown: {Reason}")]
    public static partial void TorrentTooLarge(ILogger log, string name, string reason);

    /// <summary>A torrent without data is downloaded.</summary>
    [LoggerMessage(50, LogLevel.Information, "{Name} is being fetched to {Folder}")]
    public static partial void Fetching(ILogger log, string name, string folder);

    /// <summary>All of its data is there.</summary>
    [LoggerMessage(51, LogLevel.Information, "{Name} was fetched to {Folder}")]
    public static partial void Fetched(ILogger log, string name, string folder);

    /// <summary>It cannot be downloaded at present; tried again after a while.</summary>
    [LoggerMessage(52, LogLevel.Warning, "{Name} is not fetched: {Reason}")]
    public static partial void NotFetched(ILogger log, string name, string reason);

    /// <summary>Other programs keep the port, or the system knows no multicast.</summary>
    [LoggerMessage(44, LogLevel.Warning, "Local discovery does not work here: UDP port 6771 cannot be had on any network")]
    public static partial void DiscoveryFailed(ILogger log);

    /// <summary>The router forwards the ports.</summary>
    [LoggerMessage(60, LogLevel.Information, "The router forwards {Ports} at {Address} ({Way})")]
    public static partial void PortsForwarded(ILogger log, string ports, string address, string way);

    /// <summary>It does not, or to no avail; it is asked again.</summary>
    [LoggerMessage(61, LogLevel.Warning, "The router does not let the world in: {Problem}")]
    public static partial void PortsNotForwarded(ILogger log, string problem);

    /// <summary>The network interface by which everything leaves is away: nothing is sent.</summary>
    [LoggerMessage(63, LogLevel.Warning, "Waiting for the network interface {Device}: nothing is sent until it is there with an address (service.bind)")]
    public static partial void DeviceAway(ILogger log, string device);

    /// <summary>It is there.</summary>
    [LoggerMessage(64, LogLevel.Information, "The network interface {Device} is there; everything leaves by it")]
    public static partial void DeviceThere(ILogger log, string device);

    /// <summary>No name server can be reached.</summary>
    [LoggerMessage(65, LogLevel.Warning, "{Problem}")]
    public static partial void NamesUnknown(ILogger log, string problem);

    /// <summary>A fault of this program ended one peer or one read; at most once a minute.</summary>
    [LoggerMessage(62, LogLevel.Error, "A fault in EdgeSeed itself, at {Where}; please report it. The rest goes on")]
    public static partial void Bug(ILogger log, string where, Exception exception);

    /// <summary>A part failed by a bug, and is begun again.</summary>
    [LoggerMessage(47, LogLevel.Error, "{Part} failed and is begun again in {Seconds} s; everything else goes on")]
    public static partial void PartRestarted(ILogger log, string part, double seconds, Exception exception);

    /// <summary>The watchdog is not fed, and ends the service if it goes on.</summary>
    [LoggerMessage(46, LogLevel.Error, "The status cannot be taken; systemd is not told that all is well")]
    public static partial void NoStatus(ILogger log, Exception exception);

    /// <summary>A part failed by a bug, without which there is nothing to go on with.</summary>
    [LoggerMessage(45, LogLevel.Critical, "{Part} failed, and the program ends by it; under systemd it is started again")]
    public static partial void PartEnded(ILogger log, string part, Exception exception);
}
