using System.Text;
using EdgeSeed.Engine.Web;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Engine.Tests.Web;

/// <summary>Answers of trackers that say anything at all: read, or refused as the documented errors, and never for long.</summary>
public class HttpReplyFuzz
{
    private static readonly string[] s_parts =
    [
        "HTTP/1.1 200 OK\r\n", "HTTP/1.0 302\n", "HTTP/1.1 999 \r\n", "Content-Length: 5\r\n", "content-length: 99999999999999999999\r\n", "Content-Length:-1\r\n",
        "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip\r\n", "Location: http://a/\r\n", "Location:\r\n", " folded\r\n", ":\r\n", "\r\n", "\n", "5\r\nhello\r\n",
        "0\r\n\r\n", "fffffffffffffff\r\n", "ffffffffffffffff\r\n", "5;x=y\r\n", "d8:intervali60ee", "\0", "\u00ff",
    ];

    private static Arbitrary<byte[]> Answers => Gen.Elements(s_parts).ListOf().Select(parts => Encoding.Latin1.GetBytes(string.Concat(parts))).ToArbitrary();

    [Fact]
    public void TryParse_of_anything_refuses_or_reads() => Prop.ForAll(Answers, bytes =>
    {
        int length = HttpReplyHead.LengthOf(bytes);
        if (length == 0 || !HttpReplyHead.TryParse(bytes.AsSpan(0, length), out HttpReplyHead? head)) return true;
        return head.Status is >= 0 and <= 999 && head.ContentLength is null or >= 0 && !(head.IsChunked && head.ContentLength is not null);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Body_of_anything_ends_or_fails_as_documented() => Prop.ForAll(Answers, bytes =>
    {
        int length = HttpReplyHead.LengthOf(bytes);
        if (length == 0 || !HttpReplyHead.TryParse(bytes.AsSpan(0, length), out HttpReplyHead? head)) return true;
        using var input = new HttpInput(new MemoryStream(bytes[length..]));
        var body = new HttpBody(input, head);
        var into = new byte[7];
        long read = 0;
        try
        {
            // The stream is in memory: every read completes at once.
            for (int count; (count = body.ReadAsync(into, CancellationToken.None).AsTask().GetAwaiter().GetResult()) > 0;) read += count;
        }
        catch (Exception documented) when (documented is IOException or InvalidDataException)
        {
        }
        return read <= bytes.Length;
    }).QuickCheckThrowOnFailure();
}
