using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Fuzz;

public sealed class AnnounceQueryFuzz
{
    private static readonly byte[] Sample =
        [.. "?info_hash=%124Vx%9A%BC%DE%F1%23Eg%89%AB%CD%EF%124Vx%9A&peer_id=-XX0001-abcdefghijkl&port=51413&uploaded=1&downloaded=22&left=333"u8,
         .. "&numwant=80&key=3B0D6B4A&compact=0&no_peer_id=1&event=started&ip=192.0.2.1&ipv4=1.2.3.4:5&ipv6=%5B2001:db8::1%5D:7000"u8];

    [Fact]
    public void Parser_never_throws_and_what_it_accepts_is_written_back_equal()
    {
        var mutator = new Mutator(20);
        byte[] written = new byte[AnnounceQuery.MaxWrittenBytes], reason = new byte[QueryError.MaxReasonBytes];
        int accepted = 0, refused = 0;
        for (int i = Mutator.Iterations(150_000); i > 0; i--)
        {
            byte[] query = i % 8 == 0 ? mutator.Bytes(128) : mutator.Mutate(Sample);
            if (AnnounceQuery.TryParse(query, out AnnounceRequest request, out QueryError error))
            {
                accepted++;
                Assert.True(request is { Uploaded: >= 0, Downloaded: >= 0, Left: >= 0, PeersWanted: >= -1 });
                int length = AnnounceQuery.Write(request, written);
                Assert.True(AnnounceQuery.TryParse(written.AsSpan(0, length), out AnnounceRequest again, out error), error.ToString());
                Assert.Equal(request, again);
            }
            else
            {
                refused++;
                Assert.NotEqual(QueryErrorKind.None, error.Kind);
                Assert.InRange(error.WriteReason(reason), 1, reason.Length);
            }
        }
        Assert.True(accepted > 0 && refused > 0, $"{accepted} accepted, {refused} refused: these inputs prove nothing.");
    }
}
