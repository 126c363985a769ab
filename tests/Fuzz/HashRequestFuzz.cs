using EdgeSeed.Protocol.Wire;

namespace EdgeSeed.Fuzz;

public sealed class HashRequestFuzz
{
    [Fact]
    public void Any_request_is_written_back_equal_and_what_is_possible_has_an_answer_of_bounded_length()
    {
        var mutator = new Mutator(52);
        byte[] written = new byte[HashRequest.MessageLength], sample = new byte[HashRequest.Length];
        int possible = 0, impossible = 0;
        for (int i = Mutator.Iterations(100_000); i > 0; i--)
        {
            mutator.Random.NextBytes(sample.AsSpan(0, 32));
            sample.AsSpan(32).Clear();
            // Numbers as they are asked for, mostly; of them one is changed now and then.
            sample[35] = (byte)mutator.Random.Next(8);
            sample[42] = (byte)(mutator.Random.Next(8) == 0 ? 2 : 0);
            sample[43] = (byte)(sample[42] == 0 ? 1 << mutator.Random.Next(1, 8) : 0);
            sample[47] = (byte)mutator.Random.Next(12);
            if (i % 2 == 0) sample[mutator.Random.Next(32, 48)] = (byte)mutator.Random.Next(256);
            HashRequest request = HashRequest.Read(sample);
            request.Write(written, PeerMessageId.HashRequest, hashBytes: 0);
            Assert.Equal(sample, written[MessageWriter.StateLength..]);
            if (request.IsPossible) possible++;
            else impossible++;
            if (request.IsPossible) Assert.InRange(request.AnswerLength, 64, (HashRequest.MaxCount + 40) * 32);
        }
        Assert.True(possible > 0 && impossible > 0, $"{possible} possible, {impossible} not: these inputs prove nothing.");
    }
}
