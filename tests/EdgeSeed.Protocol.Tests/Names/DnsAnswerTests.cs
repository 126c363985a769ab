using System.Buffers.Binary;
using System.Net;
using EdgeSeed.Protocol.Names;

namespace EdgeSeed.Protocol.Tests.Names;

/// <summary>Answers of name servers (RFC 1035), built by hand.</summary>
public sealed class DnsAnswerTests
{
    private const ushort Id = 0x1234;
    private const ushort Good = 0x8180;

    [Fact]
    public void Question_is_the_one_of_the_standard()
    {
        byte[] expected = [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2, (byte)'a', (byte)'b', 1, (byte)'c', 0, 0, 28, 0, 1];
        Assert.Equal(expected, Question("ab.c", DnsKind.IPv6));
        Assert.Equal(expected, Question("ab.c.", DnsKind.IPv6));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("ü.example")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example")]
    public void Question_for_no_name_is_not_made(string host) => Assert.Empty(Question(host));

    [Fact]
    public void Longest_name_fits_and_a_longer_one_is_refused()
    {
        string label = new('a', 63);
        Assert.Equal(DnsQuestion.MaxBytes, Question($"{label}.{label}.{label}.{new string('b', 61)}").Length);
        Assert.Empty(Question($"{label}.{label}.{label}.{new string('b', 62)}"));
    }

    [Fact]
    public void Addresses_are_read_in_their_order_and_others_passed_over()
    {
        byte[] answer = Answer(Good, Question("ab.c"), Record([0xC0, 12], 1, [192, 0, 2, 1]), Record([0xC0, 12], 16, [1, 2]), Record([1, (byte)'x', 0], 1, [192, 0, 2, 9]), Record([0xC0, 12], 1, [192, 0, 2, 2]));
        Assert.Equal([IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2")], Read(answer)!.Addresses);
    }

    [Fact]
    public void Alias_is_followed_within_the_answer_and_told_when_it_leads_out_of_it()
    {
        byte[] alias = Record([0xC0, 12], 5, [1, (byte)'d', 0xC0, 15]), address = Record([1, (byte)'D', 1, (byte)'c', 0], 1, [192, 0, 2, 3]);
        Assert.Equal([IPAddress.Parse("192.0.2.3")], Read(Answer(Good, Question("ab.c"), alias, address))!.Addresses);
        Assert.Equal("d.c", Read(Answer(Good, Question("ab.c"), alias))!.Alias);
    }

    [Theory]
    [InlineData(0x8380, DnsOutcome.Truncated)]
    [InlineData(0x8183, DnsOutcome.NoSuchName)]
    [InlineData(0x8182, DnsOutcome.Failed)]
    [InlineData(0x8185, DnsOutcome.Failed)]
    public void Refusals_are_told_apart(int flags, DnsOutcome outcome) => Assert.Equal(outcome, Read(Answer((ushort)flags, Question("ab.c")))!.Outcome);

    [Fact]
    public void Answer_to_another_question_is_none()
    {
        byte[] question = Question("ab.c");
        Assert.NotNull(Read(Answer(Good, Question("AB.C"))));
        Assert.Null(Read(Answer(Good, Question("ab.d"))));
        Assert.Null(Read(Answer(Good, Question("ab.c", DnsKind.IPv6))));
        Assert.Null(Read(Answer(0x0180, question)));
        byte[] other = Answer(Good, question);
        other[1]++;
        Assert.Null(Read(other));
    }

    [Fact]
    public void Names_that_lead_in_circles_or_forward_are_malformed()
    {
        int record = Question("ab.c").Length;
        Assert.Null(Read(Answer(Good, Question("ab.c"), Record([0xC0, (byte)record], 1, [192, 0, 2, 1]))));
        Assert.Null(Read(Answer(Good, Question("ab.c"), Record([0xC0, (byte)(record + 2)], 1, [192, 0, 2, 1]))));
        byte[] alias = Record([0xC0, 12], 5, [0xC0, 12]);
        Assert.Null(Read(Answer(Good, Question("ab.c"), [.. Enumerable.Repeat(alias, DnsAnswer.MaxAliases + 1)])));
    }

    private static DnsAnswer? Read(byte[] message) => DnsAnswer.TryRead(message, Question("ab.c"), out DnsAnswer? answer) ? answer : null;

    private static byte[] Question(string host, DnsKind kind = DnsKind.IPv4)
    {
        byte[] message = new byte[DnsQuestion.MaxBytes];
        return message[..DnsQuestion.Write(message, Id, host, kind)];
    }

    private static byte[] Answer(ushort flags, byte[] question, params byte[][] records)
    {
        byte[] message = [.. question, .. records.SelectMany(static record => record)];
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), flags);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), (ushort)records.Length);
        return message;
    }

    private static byte[] Record(byte[] owner, byte type, byte[] data) => [.. owner, 0, type, 0, 1, 0, 0, 0, 60, 0, (byte)data.Length, .. data];
}
