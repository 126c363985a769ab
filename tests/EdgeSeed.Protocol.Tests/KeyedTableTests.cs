using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Protocol.Tests;

public class KeyedTableTests
{
    [Fact]
    public void Table_after_any_changes_holds_what_a_dictionary_holds() =>
        // Few keys, most of which share a hash code with others, so that runs of slots form and are taken apart.
        Prop.ForAll(Gen.Choose(-60, 60).ArrayOf().ToArbitrary(), changes =>
        {
            var table = new KeyedTable<Key, Item>(item => item.Key);
            var model = new Dictionary<Key, Item>();
            foreach (int change in changes)
            {
                var key = new Key(Math.Abs(change));
                if (change < 0)
                {
                    model.Remove(key, out Item? expected);
                    Assert.Same(expected, table.Remove(key));
                    continue;
                }
                var item = new Item(key);
                model.TryGetValue(key, out Item? before);
                model[key] = item;
                Assert.Same(before, table.Set(item));
            }
            Assert.Equal(model.Count, table.Count);
            Assert.Equal(model.Values.ToHashSet(), [.. table.Values.ToArray()]);
            for (int number = 0; number <= 60; number++) Assert.Same(model.GetValueOrDefault(new Key(number)), table.Find(new Key(number)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Table_of_ten_thousand_takes_little_memory_and_keeps_their_order()
    {
        Item[] items = [.. Enumerable.Range(0, 10_000).Select(number => new Item(new Key(number)))];
        var table = new KeyedTable<Key, Item>(item => item.Key);
        foreach (Item item in items) table.Set(item);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var again = new KeyedTable<Key, Item>(item => item.Key);
        foreach (Item item in items) again.Set(item);
        // All that was ever allocated, smaller arrays that were outgrown included.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000 * 60);
        Assert.Equal(items, table.Values.ToArray());
    }

    private readonly record struct Key(int Number)
    {
        public override int GetHashCode() => Number / 4;
    }

    private sealed record Item(Key Key);
}
