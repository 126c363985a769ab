using EdgeSeed.Config.Binding;
using EdgeSeed.Config.Reload;
using EdgeSeed.Config.Types;
using EdgeSeed.Config.Values;
using EdgeSeed.Lifetime;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Logs;
using EdgeSeed.Terminal;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Serve;

/// <summary>Lets edits of <c>seed.toml</c> take effect while the service runs, and says what they did.</summary>
internal sealed class ConfigFollower : IDisposable
{
    private readonly RunningConfig _running;
    private readonly ILogger _log;
    private readonly ConfigWatcher _watcher;
    private readonly IDisposable _hangup;

    /// <summary>Watches the file and listens to SIGHUP.</summary>
    /// <param name="settings">Names the file; there must be one.</param>
    /// <param name="running">Is told of good edits, and of mistakes.</param>
    /// <param name="systemd">Is told of reloads that SIGHUP asked for.</param>
    /// <param name="time">The clock.</param>
    /// <param name="supervisor">Runs the looks at the file.</param>
    /// <param name="logging">Is told what every edit did.</param>
    public ConfigFollower(ServiceSettings settings, RunningConfig running, SystemdNotify systemd, TimeProvider time, Supervisor supervisor, ILoggerFactory logging)
    {
        (_running, _log) = (running, logging.CreateLogger(LineLog.NoticeCategory));
        _watcher = new ConfigWatcher(settings.ConfigFile!, settings.Config, settings.Overrides, time, supervisor, Apply, wasEmpty: !settings.IsConfigured);
        _hangup = HangupSignal.Listen(_watcher.Reload, systemd.Notifier, time);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _hangup.Dispose();
        _watcher.Dispose();
    }

    private void Apply(ConfigReload reload)
    {
        _running.Take(reload);
        foreach (ConfigProblem problem in reload.Problems) EdgeSeedLog.ConfigRefused(_log, problem.ToString());
        if (reload.Problems.Count > 0) return;
        IEnumerable<ConfigEdit> live = reload.Changed.Edits.Where(static edit => edit.Key.Effect == ConfigEffect.Live);
        if (live.Any()) EdgeSeedLog.ConfigApplied(_log, string.Join(", ", live));
        if (reload.PendingRestart.Count > 0) EdgeSeedLog.ConfigNeedsRestart(_log, string.Join(", ", reload.PendingRestart));
    }
}
