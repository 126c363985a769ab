using System.Text;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace EdgeSeed.Fuzz;

/// <summary>The TOML parser: never throws, never points outside the text, and means by a value's span that very value.</summary>
public class TomlFuzz
{
    private const string Telling = "[]{}=.,\"'#\\\n\r\t \0aeEuU_+-0179:TZxob\u00e9\u2028\uFEFF\uD83C\uDF31\uDC00";

    private static readonly string[] Samples =
    [
        "title = \"box\"\n\n[seeder]\nport = 6881 # peers\nupload = '4 KB/s'\n[[seeder.schedule]]\nfrom = 22:00:00\n",
        "a.\"b\".c = [1, 0x1F, [2.5e3, -inf], { d = true, e.f = nan }]\nlast = \"\"\"\nlines \\\n   folded \\u00e9 \"\" \"\"\"\n",
        "d = 1979-05-27T07:32:00.999-07:00\ne = 1979-05-27 07:32:00Z\nf = 1979-05-27\r\ng = '''\r\nraw \\ text'''\r\n",
        "[a.b]\nk = 0b1_0\n[a]\nc.d = 0o7\n[[t]]\n[t.u]\n[[t]]\nv = [\n  1, # one\n  2,\n]\n",
        "a = [\n b = 1\n{ c = , d = 1__0, \"e\\q\" }\n[f\n= g\nh = \"open\n",
    ];

    [Fact]
    public void Mutated_samples_give_a_tree_and_errors_within_the_text()
    {
        var mutator = new Mutator(20261);
        for (int i = Mutator.Iterations(5_000); i > 0; i--)
        {
            string sample = Samples[mutator.Random.Next(Samples.Length)];
            Check(i % 4 == 0 ? Encoding.UTF8.GetString(mutator.Mutate(Encoding.UTF8.GetBytes(sample))) : Change(sample, mutator.Random));
        }
    }

    [Fact]
    public void Random_characters_give_a_tree_and_errors_within_the_text()
    {
        var random = new Random(20262);
        for (int i = Mutator.Iterations(5_000); i > 0; i--)
        {
            Check(string.Create(random.Next(60), random, static (text, random) =>
            {
                foreach (ref char unit in text) unit = Telling[random.Next(Telling.Length)];
            }));
        }
    }

    private static string Change(string sample, Random random)
    {
        var text = new StringBuilder(sample);
        for (int changes = random.Next(1, 5); changes > 0 && text.Length > 0; changes--)
        {
            int at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0:
                    text[at] = Telling[random.Next(Telling.Length)];
                    break;
                case 1:
                    text.Insert(at, Telling[random.Next(Telling.Length)]);
                    break;
                case 2:
                    text.Remove(at, Math.Min(random.Next(1, 5), text.Length - at));
                    break;
                default:
                    text.Insert(at, sample[..random.Next(sample.Length)]);
                    break;
            }
        }
        return text.ToString();
    }

    private static void Check(string toml)
    {
        DocumentSyntax document = SyntaxParser.Parse(toml, "fuzz.toml");

        foreach (DiagnosticMessage message in document.Diagnostics) CheckInside(message.Span, toml);
        foreach (KeyValueSyntax entry in document.KeyValues.Concat(document.Tables.SelectMany(table => table.Items))) CheckEntry(entry, toml, document.HasErrors);
    }

    private static void CheckEntry(KeyValueSyntax entry, string toml, bool hasErrors)
    {
        CheckInside(entry.Span, toml);
        if (entry.Key is not null) CheckInside(entry.Key.Span, toml);
        if (entry.Value is null) Assert.True(hasErrors, toml);
        else if (!hasErrors) CheckMeansItself(entry.Value, toml);
    }

    /// <summary>The text under a value's span, parsed alone, is that value.</summary>
    private static void CheckMeansItself(ValueSyntax value, string toml)
    {
        CheckInside(value.Span, toml);
        DocumentSyntax alone = SyntaxParser.Parse($"v = {toml.AsSpan(value.Span.Offset, value.Span.Length)}");
        Assert.False(alone.HasErrors, toml);
        Assert.Equal(Describe(value), Describe(alone.KeyValues.Single().Value));
    }

    private static string Describe(ValueSyntax? value) => value switch
    {
        StringValueSyntax text => "string " + text.Value,
        IntegerValueSyntax integer => $"integer {integer.Value}",
        FloatValueSyntax real => $"float {real.Value}",
        BooleanValueSyntax boolean => $"boolean {boolean.Value}",
        DateTimeValueSyntax date => $"date {date.Value}",
        ArraySyntax array => "array " + string.Join(' ', array.Items.Select(item => Describe(item.Value))),
        InlineTableSyntax table => "table " + string.Join(' ', table.Items.Select(item => Describe(item.KeyValue?.Value))),
        _ => throw new InvalidOperationException($"Not a value: {value}"),
    };

    private static void CheckInside(SourceSpan span, string toml)
    {
        Assert.InRange(span.Start.Offset, 0, toml.Length);
        Assert.InRange(span.End.Offset, span.Start.Offset, toml.Length);
        int lineStart = span.Start.Offset == 0 ? 0 : toml.LastIndexOf('\n', span.Start.Offset - 1) + 1;
        Assert.Equal(toml.AsSpan(0, lineStart).Count('\n'), span.Start.Line);
        Assert.InRange(span.Start.Column, 0, span.Start.Offset - lineStart);
    }
}
