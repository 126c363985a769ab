using System.Security.Cryptography;
using EdgeSeed.Protocol;
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

    /// <summary>Of a tree of random hashes what is right is believed, and nothing that was changed in any bit, or has another length or place.</summary>
    [Fact]
    public void Hashes_are_believed_when_they_are_right_and_never_when_they_were_changed()
    {
        var mutator = new Mutator(53);
        Random random = mutator.Random;
        for (int i = Mutator.Iterations(2_000); i > 0; i--)
        {
            int height = random.Next(1, 9), logCount = random.Next(1, height + 1);
            byte[][] layers = new byte[height + 1][];
            layers[0] = new byte[32 << height];
            random.NextBytes(layers[0]);
            for (int layer = 1; layer <= height; layer++)
            {
                layers[layer] = new byte[layers[layer - 1].Length / 2];
                for (int at = 0; at < layers[layer].Length; at += 32) SHA256.HashData(layers[layer - 1].AsSpan(at * 2, 64), layers[layer].AsSpan(at, 32));
            }
            int row = random.Next(1 << (height - logCount));
            var request = new HashRequest(new Sha256Hash(layers[height]), (uint)random.Next(3), (uint)(row << logCount), 1u << logCount, (uint)height - 1);
            Assert.True(request.IsPossible);
            byte[] answer = [.. layers[0].AsSpan(row << logCount << 5, 32 << logCount), .. Enumerable.Range(logCount, height - logCount).SelectMany(layer => layers[layer].AsSpan((row >> (layer - logCount) ^ 1) * 32, 32).ToArray())];
            Assert.True(request.IsAnsweredBy(answer));
            Assert.False(request.IsAnsweredBy(answer.AsSpan(0, random.Next(answer.Length))));
            if (height > logCount) Assert.False((request with { Index = request.Index ^ request.Count }).IsAnsweredBy(answer));
            answer[random.Next(answer.Length)] ^= (byte)(1 << random.Next(8));
            Assert.False(request.IsAnsweredBy(answer));
        }
    }
}
