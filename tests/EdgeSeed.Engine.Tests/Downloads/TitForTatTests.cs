using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Tests.Simulation;
using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Engine.Tests.Downloads;

public class TitForTatTests
{
    private const int Length = 4_000_000, PieceLength = 64 * 1024, Takers = 6;
    private const string Here = "127.0.6.1";

    /// <summary>
    /// Seven peers want what a downloader has, which serves two at a time; one of them gives. Were it not preferred, it would get a seventh of
    /// what is uploaded; as it is, it keeps one slot, and the other goes round. The budget is less than any of them takes: who has a slot has half.
    /// </summary>
    [Fact]
    public async Task Peer_that_gives_keeps_its_slot_while_those_that_only_take_share_what_is_left()
    {
        await using var swarm = new DownloadSwarm(Length, PieceLength);
        var options = new EngineOptions { UploadSlots = 2, SlotTenure = TimeSpan.FromSeconds(1) };
        SeedSession session = await swarm.DownloadAsync(
            Here, new MemoryTarget(Length), options, has: piece => piece < swarm.Layout.PieceCount / 4, bytesPerSecond: 1_000_000);
        session.DownloadBytesPerSecond = 400_000;
        var takers = new List<GivingPeer>();
        byte[] interested = GivingPeer.State(PeerMessageId.Interested);
        for (int i = 0; i < Takers; i++)
        {
            takers.Add(await GivingPeer.JoinAsync(
                session, Here, $"127.0.6.{10 + i}", swarm.InfoHash, (_, _, _) => null, [.. GivingPeer.State(PeerMessageId.HaveNone), .. interested], wanted: 0));
        }
        // It lacks the last piece only, so that it is no seed, which nothing would be uploaded to.
        var has = new Protocol.Torrents.Bitfield(swarm.Layout.PieceCount);
        for (int piece = 1; piece < swarm.Layout.PieceCount; piece++) has.Set(new Protocol.Torrents.PieceIndex(piece));
        byte[] bits = new byte[MessageWriter.BitfieldHeaderLength + has.Span.Length];
        MessageWriter.WriteBitfieldHeader(bits, has.Span.Length);
        has.Span.CopyTo(bits.AsSpan(MessageWriter.BitfieldHeaderLength));
        GivingPeer giver = await GivingPeer.JoinAsync(
            session, Here, "127.0.6.2", swarm.InfoHash, (piece, begin, length) => swarm.Bytes.Slice(piece * PieceLength + begin, length).ToArray(),
            [.. bits, .. GivingPeer.State(PeerMessageId.Unchoke), .. interested], wanted: 0);
        await session.WaitForDownloadAsync(swarm.InfoHash).WaitAsync(DownloadSwarm.Patience);
        long given = giver.Received, taken = takers.Sum(taker => taker.Received);
        await giver.DisposeAsync();
        foreach (GivingPeer taker in takers) await taker.DisposeAsync();
        Assert.True(given > taken / 2, $"{given} bytes to the giver, {taken} to the takers");
        Assert.All(takers, taker => Assert.True(taker.Received > 0, "The slot that goes round did not come to everybody."));
    }
}
