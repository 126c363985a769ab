using EdgeSeed.Engine.Pieces;
using EdgeSeed.Protocol.Torrents;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Engine.Tests.Downloads;

public class PiecePickerTests
{
    [Fact]
    public void Picked_piece_is_waiting_had_by_the_peer_and_none_is_rarer() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>().Filter(b => b.Length > 2), bytes =>
    {
        int count = bytes.Length;
        var verified = new Bitfield(count);
        var has = new Bitfield(count);
        for (int i = 0; i < count; i++)
        {
            if ((bytes[i] & 1) != 0) verified.Set(new PieceIndex(i));
            if ((bytes[i] & 2) != 0) has.Set(new PieceIndex(i));
        }
        var picker = new PiecePicker(verified, wanted: null);
        for (int i = 0; i < count; i++)
        {
            for (int peer = 0; peer < bytes[i] >> 5; peer++) picker.Count(new PieceIndex(i));
        }
        bool isAny = picker.TryPick(has, Random.Shared, out PieceIndex picked);
        int rarest = int.MaxValue;
        for (int i = 0; i < count; i++)
        {
            if ((bytes[i] & 3) == 2) rarest = Math.Min(rarest, bytes[i] >> 5);
        }
        Assert.Equal(rarest != int.MaxValue, isAny);
        Assert.Equal(isAny, picker.HasAny(has));
        if (!isAny) return;
        Assert.True(has[picked] && !verified[picked]);
        Assert.Equal(rarest, picker.Availability(picked));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Begun_pieces_are_not_picked_until_they_are_put_back()
    {
        var picker = new PiecePicker(new Bitfield(9), wanted: null);
        var all = new Bitfield(9);
        all.SetAll();
        var seen = new HashSet<int>();
        while (picker.TryPick(all, Random.Shared, out PieceIndex piece))
        {
            picker.Remove(piece);
            Assert.True(seen.Add(piece.Value));
        }
        Assert.Equal(9, seen.Count);
        picker.Add(new PieceIndex(4));
        Assert.True(picker.TryPick(all, Random.Shared, out PieceIndex again));
        Assert.Equal(4, again.Value);
    }
}
