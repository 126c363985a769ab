namespace EdgeSeed.Engine.Tls;

/// <summary>
/// What all TLS connections of this program share (<c>SSL_CTX</c>): whom to trust, and what to insist on. Made when the first is opened,
/// and kept.
/// </summary>
internal static unsafe class TlsContext
{
    /// <summary>Bytes of a server's certificates at most, 100 KiB; one that sends more is refused.</summary>
    private const int MaxCertificateBytes = 100 * 1024;

    /// <summary>Certificates between a server's and a trusted one at most; with more it is refused.</summary>
    private const int MaxIntermediates = 8;

    private static readonly Lock s_gate = new();
    private static nint s_context;

    /// <summary>The context.</summary>
    /// <exception cref="InvalidDataException">OpenSSL is not installed, or is without what is needed; in words for the user.</exception>
    public static nint Get()
    {
        try
        {
            lock (s_gate) return s_context != 0 ? s_context : s_context = Create();
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            throw new InvalidDataException("https needs OpenSSL 3, which is missing: install the packages libssl3 and ca-certificates", e);
        }
    }

    private static nint Create()
    {
        _ = OpenSsl.Initialize(OpenSsl.InitializeNoAtExit, 0);
        nint context = OpenSsl.NewContext(OpenSsl.ClientMethod());
        if (context == 0) throw new InvalidDataException("OpenSSL cannot be used: is its configuration, /etc/ssl/openssl.cnf, in order?");
        bool isSet = OpenSsl.ControlContext(context, OpenSsl.ControlLeastVersion, OpenSsl.Tls12, 0) == 1 && Trust(context);
        if (!isSet)
        {
            OpenSsl.FreeContext(context);
            throw new InvalidDataException("OpenSSL does not do TLS 1.2");
        }
        OpenSsl.SetVerify(context, OpenSsl.VerifyPeer, 0);
        OpenSsl.SetVerifyDepth(context, MaxIntermediates);
        OpenSsl.ControlContext(context, OpenSsl.ControlMaxCertificateBytes, MaxCertificateBytes, 0);
        OpenSsl.ControlContext(context, OpenSsl.ControlMode, OpenSsl.ModeReleaseBuffers, 0);
        OpenSsl.SetOptions(context, OpenSsl.OptionNoRenegotiation);
        ReadOnlySpan<byte> protocols = "\u0008http/1.1"u8;
        fixed (byte* first = protocols) _ = OpenSsl.SetProtocols(context, first, (uint)protocols.Length);
        return context;
    }

    /// <summary>
    /// Trusts whom the system does, or the file or folder that the environment names (<c>SSL_CERT_FILE</c>, <c>SSL_CERT_DIR</c>). The system's
    /// are taken from its folder, where one is read when it is needed; its file with all of them would be 1.3 MB of memory.
    /// </summary>
    private static bool Trust(nint context)
    {
        bool isFileNamed = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("SSL_CERT_FILE"));
        if (isFileNamed) _ = OpenSsl.TrustDefaultFile(context);
        return OpenSsl.TrustDefaultFolder(context) == 1;
    }
}
