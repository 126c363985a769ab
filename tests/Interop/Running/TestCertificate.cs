using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeSeed.Interop.Running;

/// <summary>A certificate for one address, by an authority of its own, as files that any TLS server or client reads.</summary>
internal sealed class TestCertificate
{
    public TestCertificate(TemporaryFolder folder, string address)
    {
        (Authority, Certificate, Key) = (folder["authority.pem"], folder["certificate.pem"], folder["key.pem"]);
        (DateTimeOffset from, DateTimeOffset to) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest("CN=EdgeSeed test authority", rootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using X509Certificate2 authority = root.CreateSelfSigned(from, to);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 issued = request.Create(authority, from, to, [1]);
        File.WriteAllText(Authority, authority.ExportCertificatePem());
        File.WriteAllText(Certificate, issued.ExportCertificatePem());
        File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Whom to trust.</summary>
    public string Authority { get; }

    /// <summary>The server's.</summary>
    public string Certificate { get; }

    /// <summary>The server's private key.</summary>
    public string Key { get; }

    /// <summary>The start of a command that has a program trust this authority, as OpenSSL's users do.</summary>
    public string[] Trusting => ["env", $"SSL_CERT_FILE={Authority}"];
}
