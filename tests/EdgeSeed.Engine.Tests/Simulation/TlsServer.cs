using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace EdgeSeed.Engine.Tests.Simulation;

/// <summary>The server's side of a TLS connection, for <see cref="HttpTrackerFake"/>.</summary>
internal static class TlsServer
{
    /// <summary>Speaks TLS with a certificate.</summary>
    /// <param name="certificate">The server's.</param>
    /// <param name="protocols">The versions it speaks.</param>
    /// <param name="isBytewise">Whether it sends every byte in a packet of its own.</param>
    public static Func<Stream, Task<Stream>> With(
        X509Certificate2 certificate, SslProtocols protocols = SslProtocols.None, bool isBytewise = false) => async plain =>
    {
        var secure = new SslStream(isBytewise ? new Bytewise(plain) : plain);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
            EnabledSslProtocols = protocols,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            AllowRenegotiation = true,
        });
        return secure;
    };

    /// <summary>Writes one byte at a time.</summary>
    private sealed class Bytewise(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            for (int i = 0; i < buffer.Length; i++) await inner.WriteAsync(buffer.Slice(i, 1), cancellationToken);
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
