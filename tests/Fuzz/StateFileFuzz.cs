using EdgeSeed.Storage.State;

namespace EdgeSeed.Fuzz;

public sealed class StateFileFuzz
{
    [Fact]
    public void Mutated_state_files_never_throw_and_what_opens_is_sealed_the_same()
    {
        var mutator = new Mutator(seed: 41);
        for (int i = Mutator.Iterations(50_000); i > 0; i--)
        {
            byte[] payload = mutator.Bytes(64);
            byte[] file = StateFile.Seal(StateKind.Tracker, 1, payload);
            byte[] mutated = i % 8 == 0 ? mutator.Bytes(200) : mutator.Mutate(file);
            string? fault = StateFile.TryOpen(mutated, StateKind.Tracker, 1, out ReadOnlyMemory<byte> opened);

            Assert.Equal(fault is null, mutated.AsSpan().SequenceEqual(file));
            if (fault is null) Assert.Equal(mutated, StateFile.Seal(StateKind.Tracker, 1, opened.Span));
        }
    }
}
