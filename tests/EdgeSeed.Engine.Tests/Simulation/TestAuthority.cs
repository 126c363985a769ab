using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeSeed.Engine.Tests.Simulation;

/// <summary>A certificate authority of these tests' own, which this process trusts instead of the system's.</summary>
internal static partial class TestAuthority
{
    private static readonly X509Certificate2 s_root = Root("EdgeSeed test root"), s_stranger = Root("Nobody's root");

    /// <summary>Must run before the first TLS connection: OpenSSL reads the variable once, from the C library's environment.</summary>
    static TestAuthority()
    {
        string file = Path.Combine(Path.GetTempPath(), $"edgeseed-trust-{Environment.ProcessId}.pem");
        File.WriteAllText(file, s_root.ExportCertificatePem());
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(file);
        Environment.SetEnvironmentVariable("SSL_CERT_FILE", file);
        Assert.Equal(0, SetEnvironment("SSL_CERT_FILE", file, overwrite: 1));
    }

    /// <summary>A certificate for a name or an address, good today and signed by who is trusted, unless told otherwise.</summary>
    public static X509Certificate2 Issue(string host, int fromDay = -1, int toDay = 1, bool isTrusted = true, bool isSelfSigned = false, int moreNames = 0)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out IPAddress? address)) names.AddIpAddress(address);
        else names.AddDnsName(host);
        for (int i = 0; i < moreNames; i++) names.AddDnsName($"host{i}.{new string('x', 50)}.example");
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = DateTimeOffset.UtcNow;
        (DateTimeOffset from, DateTimeOffset to) = (now.AddDays(fromDay), now.AddDays(toDay));
        if (isSelfSigned) return request.CreateSelfSigned(from, to);
        using X509Certificate2 issued = request.Create(isTrusted ? s_root : s_stranger, from, to, RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }

    private static X509Certificate2 Root(string name)
    {
        var request = new CertificateRequest($"CN={name}", ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-100), DateTimeOffset.UtcNow.AddDays(100));
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
