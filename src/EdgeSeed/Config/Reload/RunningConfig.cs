namespace EdgeSeed.Config.Reload;

/// <summary>
/// The configuration in effect. Who only needs a value reads <see cref="Current"/> when it is needed; a part that must act when a key of its tables
/// is edited says so by <see cref="Follow"/>. Thread-safe.
/// </summary>
/// <param name="start">That of the start.</param>
internal sealed class RunningConfig(SeedConfig start)
{
    private readonly Lock _lock = new();
    // As many as the service has parts, once each.
    private readonly List<(string[] Tables, Action<SeedConfig> Take)> _followers = [];
    private volatile ConfigReload _latest = new(start, ConfigDiff.None, [], [], null);

    /// <summary>What holds now.</summary>
    public SeedConfig Current => _latest.Running;

    /// <summary>The first mistake in the file as it is now; null when it has none.</summary>
    public string? Mistake => _latest.Problems is [{ } first, ..] ? first.ToString() : null;

    /// <summary>The further mistakes in the file as it is now, and what of it waits for a restart.</summary>
    public IEnumerable<string> Problems
    {
        get
        {
            ConfigReload latest = _latest;
            for (int i = 1; i < latest.Problems.Count; i++) yield return $"Configuration: {latest.Problems[i]}";
            if (latest.PendingRestart.Count > 0) yield return $"Configuration: a restart is needed for {string.Join(", ", latest.PendingRestart)}";
        }
    }

    /// <summary>Has a part told of edits.</summary>
    /// <param name="take">Called after an edit by which a key that takes effect at once changed, by one thread at a time; it must neither wait nor throw.</param>
    /// <param name="tables">The tables that the part is interested in, with those below them.</param>
    public void Follow(Action<SeedConfig> take, params string[] tables)
    {
        lock (_lock) _followers.Add((tables, take));
    }

    /// <summary>Takes what came of an edit over, and tells those whom it concerns.</summary>
    public void Take(ConfigReload reload)
    {
        _latest = reload;
        if (reload.Problems.Count > 0) return;
        (string[] Tables, Action<SeedConfig> Take)[] followers;
        lock (_lock) followers = [.. _followers];
        foreach ((string[] tables, Action<SeedConfig> take) in followers)
        {
            if (Array.Exists(tables, reload.Changed.Touches)) take(reload.Running);
        }
    }
}
