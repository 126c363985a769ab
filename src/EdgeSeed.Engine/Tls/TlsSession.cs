using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace EdgeSeed.Engine.Tls;

/// <summary>
/// The client's side of one TLS connection (<c>SSL</c>) between two buffers in memory: what the server sent goes in by <see cref="Feed"/>,
/// what it is to be sent comes out by <see cref="Drain"/>. Never waits. One call at a time.
/// </summary>
internal sealed unsafe class TlsSession : SafeHandle
{
    private readonly string _host;
    private readonly nint _input, _output;

    /// <summary>A connection on which nothing has been said.</summary>
    /// <param name="host">A name in ASCII, or an IP address without brackets: whose certificate it must be.</param>
    /// <exception cref="InvalidDataException">OpenSSL is missing or out of memory, or the host cannot be one; in words for the user.</exception>
    public TlsSession(string host) : base(0, ownsHandle: true)
    {
        _host = host;
        SetHandle(OpenSsl.NewSession(TlsContext.Get()));
        if (IsInvalid) throw NoMemory();
        (_input, _output) = (OpenSsl.NewBio(OpenSsl.MemoryMethod()), OpenSsl.NewBio(OpenSsl.MemoryMethod()));
        if (_input == 0 || _output == 0) throw NoMemory();
        OpenSsl.SetBios(handle, _input, _output);
        OpenSsl.SetConnectState(handle);
        OpenSsl.SetHostFlags(handle, OpenSsl.NoPartialWildcards);
        byte[] name = Encoding.ASCII.GetBytes(host + '\0');
        fixed (byte* first = name)
        {
            bool isSet = OpenSsl.SetHost(handle, first) == 1;
            // A server may want to know which of its hosts is meant; addresses are not sent (RFC 6066, 3).
            isSet &= IPAddress.TryParse(host, out _) || OpenSsl.ControlSession(handle, OpenSsl.ControlHostName, OpenSsl.HostNameType, first) == 1;
            if (isSet) return;
        }
        Dispose();
        throw new InvalidDataException($"no certificate can be for {host}");
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>What failed, in words for the user.</summary>
    public string Problem { get; private set; } = "the secure connection has ended";

    /// <summary>Agrees on keys, and makes sure of who the server is.</summary>
    public TlsStep Handshake()
    {
        OpenSsl.ClearErrors();
        int result = OpenSsl.Handshake(handle);
        return result == 1 ? TlsStep.Done : StepOf(result);
    }

    /// <summary>Reads what the server said.</summary>
    public TlsStep Read(Span<byte> into, out int count)
    {
        OpenSsl.ClearErrors();
        fixed (byte* first = into) count = OpenSsl.Read(handle, first, into.Length);
        if (count > 0) return TlsStep.Done;
        TlsStep step = StepOf(count);
        count = 0;
        return step;
    }

    /// <summary>Says something to the server, all of it or nothing.</summary>
    public TlsStep Write(ReadOnlySpan<byte> from)
    {
        OpenSsl.ClearErrors();
        int result;
        fixed (byte* first = from) result = OpenSsl.Write(handle, first, from.Length);
        return result == from.Length ? TlsStep.Done : StepOf(result);
    }

    /// <summary>Hands over bytes that came from the server.</summary>
    /// <exception cref="InvalidDataException">OpenSSL is out of memory.</exception>
    public void Feed(ReadOnlySpan<byte> from)
    {
        fixed (byte* first = from)
        {
            if (OpenSsl.WriteBio(_input, first, from.Length) != from.Length) throw NoMemory();
        }
    }

    /// <summary>Takes bytes that are to be sent to the server; 0 when there are none.</summary>
    public int Drain(Span<byte> into)
    {
        fixed (byte* first = into) return Math.Max(0, OpenSsl.ReadBio(_output, first, into.Length));
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        OpenSsl.FreeSession(handle);
        return true;
    }

    private static InvalidDataException NoMemory() => new("no secure connection: OpenSSL has no memory left");

    private TlsStep StepOf(int result)
    {
        int error = OpenSsl.GetError(handle, result);
        if (error == OpenSsl.ErrorWantRead) return TlsStep.NeedsInput;
        if (error == OpenSsl.ErrorZeroReturn) return TlsStep.Ended;
        nint verdict = OpenSsl.GetVerifyResult(handle);
        Problem = verdict != OpenSsl.VerifyOk ? CertificateProblem((int)verdict) : $"no secure connection: {Reason(OpenSsl.PeekError())}";
        return TlsStep.Failed;
    }

    private static string Reason(ulong error) => (int)(error & OpenSsl.ReasonBits) == OpenSsl.ReasonWrongVersionNumber
        ? "what answers there does not speak TLS"
        : Marshal.PtrToStringUTF8(OpenSsl.ReasonText(error)) ?? "its bytes make no sense";

    private string CertificateProblem(int verdict) => verdict switch
    {
        OpenSsl.Expired => "its certificate has expired",
        OpenSsl.NotYetValid => "its certificate is not valid yet: is this machine's clock right?",
        OpenSsl.HostMismatch or OpenSsl.AddressMismatch => $"its certificate is not for {_host}",
        OpenSsl.SelfSigned => "its certificate is signed by itself: if it is one of yours, trust it with update-ca-certificates",
        OpenSsl.IssuerUnknown or OpenSsl.SelfSignedInChain or OpenSsl.IssuerNotFound or OpenSsl.LeafOnly =>
            "its certificate is signed by nobody whom this machine trusts: is the package ca-certificates installed?",
        _ => $"its certificate is not accepted: {Marshal.PtrToStringUTF8(OpenSsl.VerifyText(verdict))}",
    };
}
