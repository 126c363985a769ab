using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Bencode;
using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Fuzz;

public sealed class AnnounceReplyFuzz
{
    private static readonly byte[][] Samples =
    [
        "d8:completei3e10:downloadedi5e11:external ip4:AAAA10:incompletei4e8:intervali1800e12:min intervali900e5:peers12:AAAABBCCCCDD6:peers618:aaaaaaaaaaaaaaaabb15:warning message4:slowe"u8.ToArray(),
        "d8:intervali60e5:peersld2:ip9:192.0.2.17:peer id20:-EG0100-abcdefghijkl4:porti6881eed2:ip11:2001:db8::14:porti6882eeee"u8.ToArray(),
        "d14:failure reason4:nope8:retry in5:nevere"u8.ToArray(),
    ];

    [Fact]
    public void Parser_never_throws_and_what_it_accepts_is_written_back_equal()
    {
        var mutator = new Mutator(24);
        var byValue = new BencodeMutator(mutator);
        PeerEndPoint[] peers = new PeerEndPoint[50], again = new PeerEndPoint[50];
        byte[] written = new byte[4096], compact = new byte[1024], compact6 = new byte[1024];
        int accepted = 0, refused = 0;
        for (int i = Mutator.Iterations(100_000); i > 0; i--)
        {
            byte[] sample = Samples[i % Samples.Length];
            byte[] body = (i % 8) switch { 0 => mutator.Bytes(64), < 5 => mutator.Mutate(sample), _ => byValue.Mutate(sample) };
            if (!AnnounceReplyView.TryParse(body, out AnnounceReplyView view, out BencodeError error))
            {
                refused++;
                Assert.InRange(error.Offset, 0, body.Length);
                continue;
            }
            accepted++;
            int count = view.CopyPeers(peers);
            foreach (PeerEndPoint peer in peers.AsSpan(0, count)) Assert.NotEqual(0, peer.Port);
            Assert.InRange(view.RetryMinutes, AnnounceReply.RetryNever, int.MaxValue);
            int length = view.IsFailure
                ? AnnounceReply.WriteFailure(written, view.FailureReason, view.RetryMinutes)
                : view.Reply.WriteCompact(
                    written,
                    compact.AsSpan(0, CompactPeers.Write(peers.AsSpan(0, count), isIPv4: true, compact)),
                    compact6.AsSpan(0, CompactPeers.Write(peers.AsSpan(0, count), isIPv4: false, compact6)),
                    view.Warning);
            Assert.True(AnnounceReplyView.TryParse(written.AsSpan(0, length), out AnnounceReplyView second, out error), error.ToString());
            Assert.Equal(view.IsFailure, second.IsFailure);
            if (view.IsFailure) continue;
            Assert.Equal(view.Reply, second.Reply);
            Assert.True(view.Warning.SequenceEqual(second.Warning));
            Assert.Equal(peers[..count].OrderBy(peer => !peer.IsIPv4), again[..second.CopyPeers(again)]);
        }
        Assert.True(accepted > 0 && refused > 0, $"{accepted} accepted, {refused} refused: these inputs prove nothing.");
    }
}
