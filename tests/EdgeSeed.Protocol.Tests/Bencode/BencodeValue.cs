using System.Buffers;
using EdgeSeed.Protocol.Bencode;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Protocol.Tests.Bencode;

/// <summary>Any bencoded value, for round trips: written by either writer and read back by the reader.</summary>
internal abstract record BencodeValue
{
    /// <summary>Values of at most this many levels, which both writers can hold.</summary>
    public static Gen<BencodeValue> Any(int levels)
    {
        Gen<byte[]> bytes = Gen.ArrayOf(ArbMap.Default.GeneratorFor<byte>());
        Gen<BencodeValue> integer = Gen.OneOf(
            ArbMap.Default.GeneratorFor<long>(), Gen.Elements(long.MinValue, long.MaxValue, 0L, -1L)).Select(n => (BencodeValue)new Number(n));
        Gen<BencodeValue> text = bytes.Select(b => (BencodeValue)new Text(Convert.ToHexString(b)));
        if (levels == 0) return Gen.OneOf(integer, text);
        Gen<BencodeValue> inner = Any(levels - 1);
        Gen<BencodeValue> list = Gen.ListOf(inner).Select(items => (BencodeValue)new Items([.. items]));
        Gen<BencodeValue> dictionary = Gen.ListOf(bytes.Zip(inner)).Select(entries => (BencodeValue)new Entries(
            [.. entries.Select(e => (Key: Convert.ToHexString(e.Item1), Value: e.Item2)).DistinctBy(e => e.Key).OrderBy(e => e.Key, StringComparer.Ordinal)]));
        return Gen.OneOf(integer, text, list, dictionary);
    }

    public abstract void Write(BencodeWriter writer);

    public abstract void Write(ref BencodeSpanWriter writer);

    public byte[] ToBytes()
    {
        var output = new ArrayBufferWriter<byte>();
        Write(new BencodeWriter(output));
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads the value at the reader's current token.</summary>
    public static BencodeValue Read(ref BencodeReader reader)
    {
        switch (reader.Token)
        {
            case BencodeToken.Integer: return new Number(reader.Integer);
            case BencodeToken.String: return new Text(Convert.ToHexString(reader.String));
            case BencodeToken.ListStart:
                var items = new List<BencodeValue>();
                while (reader.Read() && reader.Token != BencodeToken.End) items.Add(Read(ref reader));
                return new Items([.. items]);
            case BencodeToken.DictionaryStart:
                var entries = new List<(string, BencodeValue)>();
                while (reader.ReadKey(out ReadOnlySpan<byte> key))
                {
                    string name = Convert.ToHexString(key);
                    Assert.True(reader.Read());
                    entries.Add((name, Read(ref reader)));
                }
                return new Entries([.. entries]);
            default: throw new InvalidOperationException(reader.Error.ToString());
        }
    }

    public sealed record Number(long Value) : BencodeValue
    {
        public override void Write(BencodeWriter writer) => writer.WriteInteger(Value);

        public override void Write(ref BencodeSpanWriter writer) => writer.WriteInteger(Value);
    }

    public sealed record Text(string Hex) : BencodeValue
    {
        public override void Write(BencodeWriter writer) => writer.WriteString(Convert.FromHexString(Hex));

        public override void Write(ref BencodeSpanWriter writer) => writer.WriteString(Convert.FromHexString(Hex));
    }

    public sealed record Items(BencodeValue[] Values) : BencodeValue
    {
        public bool Equals(Items? other) => other is not null && Values.SequenceEqual(other.Values);

        public override int GetHashCode() => Values.Length;

        public override void Write(BencodeWriter writer)
        {
            writer.WriteListStart();
            foreach (BencodeValue value in Values) value.Write(writer);
            writer.WriteEnd();
        }

        public override void Write(ref BencodeSpanWriter writer)
        {
            writer.WriteListStart();
            foreach (BencodeValue value in Values) value.Write(ref writer);
            writer.WriteEnd();
        }
    }

    public sealed record Entries((string Key, BencodeValue Value)[] Values) : BencodeValue
    {
        public bool Equals(Entries? other) => other is not null && Values.SequenceEqual(other.Values);

        public override int GetHashCode() => Values.Length;

        public override void Write(BencodeWriter writer)
        {
            writer.WriteDictionaryStart();
            foreach ((string key, BencodeValue value) in Values)
            {
                writer.WriteKey(Convert.FromHexString(key));
                value.Write(writer);
            }
            writer.WriteEnd();
        }

        public override void Write(ref BencodeSpanWriter writer)
        {
            writer.WriteDictionaryStart();
            foreach ((string key, BencodeValue value) in Values)
            {
                writer.WriteKey(Convert.FromHexString(key));
                value.Write(ref writer);
            }
            writer.WriteEnd();
        }
    }
}
