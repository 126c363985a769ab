using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Fuzz;

public sealed class BitfieldFuzz
{
    [Fact]
    public void Bitfield_answers_as_a_plain_array_of_flags_does()
    {
        var mutator = new Mutator(5);
        int accepted = 0, refused = 0;
        for (int i = Mutator.Iterations(60_000); i > 0; i--)
        {
            byte[] data = mutator.Bytes(20);
            int length = Math.Max(0, data.Length * 8 - mutator.Random.Next(-1, 9));
            if (mutator.Random.Next(2) == 0 && data.Length > 0) data[^1] &= (byte)(0xff << mutator.Random.Next(8));
            bool[] flags = new bool[length];
            for (int bit = 0; bit < Math.Min(length, data.Length * 8); bit++) flags[bit] = (data[bit / 8] >> (7 - bit % 8) & 1) != 0;
            int set = flags.Count(flag => flag);
            bool wellFormed = data.Length == (length + 7) / 8 && data.Sum(b => int.PopCount(b)) == set;
            Assert.Equal(wellFormed, Bitfield.IsValid(data, length));
            if (!wellFormed)
            {
                refused++;
                continue;
            }
            accepted++;
            var bitfield = new Bitfield(data, length);
            Assert.Equal(set, bitfield.Count());
            Assert.Equal((set == length && length > 0, set == 0), (bitfield.IsComplete, bitfield.IsEmpty));
            int from = mutator.Random.Next(length + 1);
            Assert.Equal(Array.IndexOf(flags, true, from), bitfield.TryNextSet(from, out PieceIndex next) ? next.Value : -1);
            Assert.Equal(Array.IndexOf(flags, false, from), bitfield.TryNextClear(from, out next) ? next.Value : -1);
        }
        Assert.True(accepted > 0 && refused > 0, $"{accepted} accepted, {refused} refused: these inputs prove nothing.");
    }
}
