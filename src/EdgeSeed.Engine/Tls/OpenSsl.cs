using System.Runtime.InteropServices;

namespace EdgeSeed.Engine.Tls;

/// <summary>
/// The calls of OpenSSL 3 that <see cref="TlsSession"/> makes, by their names in its manual. The framework's own TLS stands on the same
/// library, but would make the program a quarter larger. The library is loaded by the first call, and is used by hashing in any case.
/// </summary>
internal static unsafe partial class OpenSsl
{
    public const int ErrorWantRead = 2, ErrorZeroReturn = 6;

    /// <summary>For <see cref="Initialize"/>: nothing is freed at the program's end, when threads may still use it.</summary>
    public const ulong InitializeNoAtExit = 0x80000;

    public const int ControlMode = 33, ControlMaxCertificateBytes = 51, ControlHostName = 55, ControlLeastVersion = 123;
    public const int ModeReleaseBuffers = 0x10;
    public const int HostNameType = 0;
    public const int Tls12 = 0x303;
    public const int VerifyPeer = 1;
    public const ulong OptionNoRenegotiation = 1UL << 30;
    public const uint NoPartialWildcards = 4;

    public const int VerifyOk = 0;
    public const int IssuerUnknown = 2, NotYetValid = 9, Expired = 10, SelfSigned = 18, SelfSignedInChain = 19, IssuerNotFound = 20, LeafOnly = 21;
    public const int HostMismatch = 62, AddressMismatch = 64;

    /// <summary>The bits of an error's code that say why (<c>ERR_GET_REASON</c>).</summary>
    public const ulong ReasonBits = 0x7FFFFF;
    public const int ReasonWrongVersionNumber = 267;

    private const string Ssl = "libssl.so.3", Crypto = "libcrypto.so.3";

    [LibraryImport(Ssl, EntryPoint = "OPENSSL_init_ssl")]
    public static partial int Initialize(ulong options, nint settings);

    [LibraryImport(Ssl, EntryPoint = "TLS_client_method")]
    public static partial nint ClientMethod();

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_new")]
    public static partial nint NewContext(nint method);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_free")]
    public static partial void FreeContext(nint context);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_ctrl")]
    public static partial nint ControlContext(nint context, int command, nint number, nint pointer);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_options")]
    public static partial ulong SetOptions(nint context, ulong options);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_verify")]
    public static partial void SetVerify(nint context, int mode, nint callback);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_verify_depth")]
    public static partial void SetVerifyDepth(nint context, int depth);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_default_verify_dir")]
    public static partial int TrustDefaultFolder(nint context);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_default_verify_file")]
    public static partial int TrustDefaultFile(nint context);

    [LibraryImport(Ssl, EntryPoint = "SSL_CTX_set_alpn_protos")]
    public static partial int SetProtocols(nint context, byte* protocols, uint length);

    [LibraryImport(Ssl, EntryPoint = "SSL_new")]
    public static partial nint NewSession(nint context);

    [LibraryImport(Ssl, EntryPoint = "SSL_free")]
    public static partial void FreeSession(nint session);

    [LibraryImport(Ssl, EntryPoint = "SSL_ctrl")]
    public static partial nint ControlSession(nint session, int command, nint number, byte* pointer);

    [LibraryImport(Ssl, EntryPoint = "SSL_set_hostflags")]
    public static partial void SetHostFlags(nint session, uint flags);

    [LibraryImport(Ssl, EntryPoint = "SSL_set1_host")]
    public static partial int SetHost(nint session, byte* host);

    [LibraryImport(Ssl, EntryPoint = "SSL_set_connect_state")]
    public static partial void SetConnectState(nint session);

    /// <summary>The session frees both.</summary>
    [LibraryImport(Ssl, EntryPoint = "SSL_set_bio")]
    public static partial void SetBios(nint session, nint input, nint output);

    [LibraryImport(Ssl, EntryPoint = "SSL_do_handshake")]
    public static partial int Handshake(nint session);

    [LibraryImport(Ssl, EntryPoint = "SSL_read")]
    public static partial int Read(nint session, byte* into, int length);

    [LibraryImport(Ssl, EntryPoint = "SSL_write")]
    public static partial int Write(nint session, byte* from, int length);

    [LibraryImport(Ssl, EntryPoint = "SSL_get_error")]
    public static partial int GetError(nint session, int result);

    [LibraryImport(Ssl, EntryPoint = "SSL_get_verify_result")]
    public static partial nint GetVerifyResult(nint session);

    [LibraryImport(Crypto, EntryPoint = "BIO_s_mem")]
    public static partial nint MemoryMethod();

    [LibraryImport(Crypto, EntryPoint = "BIO_new")]
    public static partial nint NewBio(nint method);

    [LibraryImport(Crypto, EntryPoint = "BIO_read")]
    public static partial int ReadBio(nint bio, byte* into, int length);

    [LibraryImport(Crypto, EntryPoint = "BIO_write")]
    public static partial int WriteBio(nint bio, byte* from, int length);

    /// <summary>Errors are a queue of the thread, and belong to whatever it did last.</summary>
    [LibraryImport(Crypto, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();

    [LibraryImport(Crypto, EntryPoint = "ERR_peek_error")]
    public static partial ulong PeekError();

    [LibraryImport(Crypto, EntryPoint = "ERR_reason_error_string")]
    public static partial nint ReasonText(ulong error);

    [LibraryImport(Crypto, EntryPoint = "X509_verify_cert_error_string")]
    public static partial nint VerifyText(nint result);
}
