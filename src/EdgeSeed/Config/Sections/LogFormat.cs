namespace EdgeSeed.Config;

/// <summary>How log lines look.</summary>
internal enum LogFormat
{
    /// <summary>Journal priorities under systemd, plain lines otherwise.</summary>
    Auto,
    /// <summary>Plain lines.</summary>
    Plain,
    /// <summary>Lines with a journal priority in front.</summary>
    Journal,
}
