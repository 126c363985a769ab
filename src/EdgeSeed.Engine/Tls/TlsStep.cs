namespace EdgeSeed.Engine.Tls;

/// <summary>How far a call of <see cref="TlsSession"/> came.</summary>
internal enum TlsStep
{
    /// <summary>It did what was asked.</summary>
    Done,

    /// <summary>It needs more of what the server sends.</summary>
    NeedsInput,

    /// <summary>The server has said that nothing more comes.</summary>
    Ended,

    /// <summary>It failed, for good; <see cref="TlsSession.Problem"/> says why.</summary>
    Failed,
}
