using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Fuzz;

public sealed class MessageParserFuzz
{
    private static readonly MessageLimits Limits = new(pieceCount: 100);

    [Fact]
    public void Parser_never_throws_and_what_it_accepts_is_written_back_equal()
    {
        var mutator = new Mutator(27);
        byte[] sample = new byte[MessageWriter.BlockLength], written = new byte[MessageParser.MaxHeaderLength];
        var seen = new int[3];
        for (int i = Mutator.Iterations(300_000); i > 0; i--)
        {
            MessageWriter.WriteBlock(sample, PeerMessageId.Request, 1, 2, 3);
            sample[4] = (byte)mutator.Random.Next(26);
            if (i % 2 == 0) sample[3] = (byte)mutator.Random.Next(16);
            byte[] received = i % 8 == 0 ? mutator.Bytes(32) : mutator.Mutate(sample);
            ParseStatus status = MessageParser.TryRead(received, Limits, out PeerMessage message, out int consumed);
            seen[(int)status]++;
            Assert.Equal(status == ParseStatus.Complete, consumed > 0);
            Assert.Equal(status == ParseStatus.Invalid, message.Fault != MessageFault.None);
            Assert.True(status != ParseStatus.NeedMore || received.Length < MessageParser.MaxHeaderLength, "more was asked for than a header has");
            Assert.InRange(message.PayloadLength, 0, Limits.MaxBlockBytes);
            if (status != ParseStatus.Complete || message.Id is PeerMessageId.Unknown or >= PeerMessageId.HashRequest) continue;
            Assert.Equal(consumed, Write(message, written));
            Assert.Equal(received[..consumed], written[..consumed]);
        }
        Assert.DoesNotContain(0, seen);
    }

    [Fact]
    public void Stream_is_read_alike_however_it_is_cut()
    {
        var mutator = new Mutator(28);
        for (int i = Mutator.Iterations(3_000); i > 0; i--)
        {
            byte[] stream = Stream(mutator.Random);
            var whole = new List<PeerMessage>();
            var cut = new List<PeerMessage>();
            Assert.Equal(Read(stream, () => stream.Length, whole), Read(stream, () => mutator.Random.Next(1, 9), cut));
            Assert.Equal(whole, cut);
        }
    }

    private static byte[] Stream(Random random)
    {
        var bytes = new List<byte>();
        Span<byte> header = stackalloc byte[MessageParser.MaxHeaderLength];
        for (int count = random.Next(1, 8); count > 0; count--)
        {
            int length = random.Next(8) switch
            {
                0 => MessageWriter.WriteKeepAlive(header),
                1 => MessageWriter.WriteState(header, PeerMessageId.HaveAll),
                2 => MessageWriter.WritePieceIndex(header, PeerMessageId.Have, 5),
                3 => MessageWriter.WriteBlock(header, PeerMessageId.Request, 1, 2, 3),
                4 => MessageWriter.WriteBitfieldHeader(header, random.Next(12, 14)),
                5 => MessageWriter.WritePieceHeader(header, 1, 2, 30),
                6 => MessageWriter.WriteExtendedHeader(header, 1, 20),
                _ => MessageWriter.WritePort(header, 9),
            };
            bytes.AddRange(header[..length]);
            bytes.AddRange(new byte[length switch { MessageWriter.PieceHeaderLength => 30, MessageWriter.ExtendedHeaderLength => 20, _ => header[4] == 5 ? 13 : 0 }]);
        }
        return [.. bytes];
    }

    /// <summary>Feeds the stream as a connection would, and returns whether it ended in an invalid message.</summary>
    private static bool Read(ReadOnlySpan<byte> stream, Func<int> next, List<PeerMessage> messages)
    {
        int start = 0, available = 0;
        while (true)
        {
            switch (MessageParser.TryRead(stream[start..available], Limits, out PeerMessage message, out int consumed))
            {
                case ParseStatus.Invalid:
                    return true;
                case ParseStatus.NeedMore when available == stream.Length:
                    return false;
                case ParseStatus.NeedMore:
                    available = Math.Min(stream.Length, available + next());
                    break;
                default:
                    messages.Add(message);
                    start = Math.Min(stream.Length, start + consumed + message.PayloadLength);
                    available = Math.Max(available, start);
                    break;
            }
        }
    }

    private static int Write(PeerMessage message, Span<byte> bytes) => message.Id switch
    {
        PeerMessageId.KeepAlive => MessageWriter.WriteKeepAlive(bytes),
        PeerMessageId.Have or PeerMessageId.Suggest or PeerMessageId.AllowedFast => MessageWriter.WritePieceIndex(bytes, message.Id, message.Piece),
        PeerMessageId.Request or PeerMessageId.Cancel or PeerMessageId.Reject =>
            MessageWriter.WriteBlock(bytes, message.Id, message.Piece, message.Begin, message.Length),
        PeerMessageId.Piece => MessageWriter.WritePieceHeader(bytes, message.Piece, message.Begin, message.PayloadLength),
        PeerMessageId.Bitfield => MessageWriter.WriteBitfieldHeader(bytes, message.PayloadLength),
        PeerMessageId.Extended => MessageWriter.WriteExtendedHeader(bytes, message.ExtendedId, message.PayloadLength),
        PeerMessageId.Port => MessageWriter.WritePort(bytes, message.DhtPort),
        _ => MessageWriter.WriteState(bytes, message.Id),
    };
}
