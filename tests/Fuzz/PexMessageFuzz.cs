using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Bencode;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Fuzz;

public sealed class PexMessageFuzz
{
    private static readonly byte[] Sample =
        "d5:added12:AAAABBCCCCDD7:added.f2:xy6:added618:aaaaaaaaaaaaaaaabb8:added6.f1:z7:dropped6:EEEEFF8:dropped618:ccccccccccccccccdde"u8.ToArray();

    [Fact]
    public void Parser_never_throws_and_what_it_accepts_is_written_back_equal()
    {
        var mutator = new Mutator(31);
        var byValue = new BencodeMutator(mutator);
        PexPeer[] added = new PexPeer[PexMessage.MaxPeersWritten], addedAgain = new PexPeer[PexMessage.MaxPeersWritten];
        PeerEndPoint[] dropped = new PeerEndPoint[PexMessage.MaxPeersWritten], droppedAgain = new PeerEndPoint[PexMessage.MaxPeersWritten];
        byte[] written = new byte[PexMessage.MaxWrittenBytes];
        int accepted = 0, refused = 0;
        for (int i = Mutator.Iterations(100_000); i > 0; i--)
        {
            byte[] payload = (i % 8) switch { 0 => mutator.Bytes(64), < 5 => mutator.Mutate(Sample), _ => byValue.Mutate(Sample) };
            if (!PexMessage.TryParse(payload, out PexMessage message, out BencodeError error))
            {
                refused++;
                Assert.InRange(error.Offset, 0, payload.Length);
                continue;
            }
            accepted++;
            int addedCount = message.CopyAdded(added), droppedCount = message.CopyDropped(dropped);
            Assert.Equal((Math.Min(message.AddedCount, added.Length), Math.Min(message.DroppedCount, dropped.Length)), (addedCount, droppedCount));
            int length = PexMessage.Write(written, added.AsSpan(0, addedCount), dropped.AsSpan(0, droppedCount));
            Assert.True(PexMessage.TryParse(written.AsSpan(0, length), out PexMessage again, out error), error.ToString());
            Assert.Equal(added[..addedCount].OrderBy(peer => !peer.EndPoint.IsIPv4), addedAgain[..again.CopyAdded(addedAgain)]);
            Assert.Equal(dropped[..droppedCount].OrderBy(peer => !peer.IsIPv4), droppedAgain[..again.CopyDropped(droppedAgain)]);
        }
        Assert.True(accepted > 0 && refused > 0, $"{accepted} accepted, {refused} refused: these inputs prove nothing.");
    }
}
