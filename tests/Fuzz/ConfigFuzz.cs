using System.Text;
using EdgeSeed.Config;
using EdgeSeed.Config.Binding;
using EdgeSeed.Config.Reload;
using EdgeSeed.Config.Values;

namespace EdgeSeed.Fuzz;

/// <summary>
/// No text, however broken, makes reading <c>seed.toml</c> throw; what is accepted survives being written and read again.
/// </summary>
public class ConfigFuzz
{
    private static readonly string[] Words =
    [
        "\"4 KB/s\"", "\"unlimited\"", "\"32 MiB\"", "\"30m\"", "\"22:00-06:00\"", "[\"mon-fri\"]", "\"gpio:17\"", "\"require\"", "[]", "[[]]", "{}", "{ a = 1 }",
        "0", "-1", "9223372036854775807", "1.5", "true", "1979-05-27", "\"\"", "\"/srv\"", "\"\\u0000\"", "'''\n'''",
    ];

    [Fact]
    public void Parse_brokenSamples_neverThrows()
    {
        Mutator mutator = new(6969);
        byte[] sample = Encoding.UTF8.GetBytes(ConfigSample.Write().Replace("\n#", "\n", StringComparison.Ordinal));
        for (int i = Mutator.Iterations(60); i > 0; i--) Check(Encoding.UTF8.GetString(mutator.Mutate(sample)));
        for (int i = Mutator.Iterations(1_000); i > 0; i--) Check(Encoding.UTF8.GetString(mutator.Bytes(200)));
    }

    [Fact]
    public void Parse_anyValueAnywhere_isTakenOrExplained()
    {
        Random random = new(6881);
        string[] names = [.. ConfigSchema.Sections.SelectMany(section => section.Keys.Select(key => key.Path).Append(section.Path))];
        for (int i = Mutator.Iterations(1_000); i > 0; i--)
        {
            StringBuilder text = new();
            for (int line = random.Next(1, 6); line > 0; line--) text.Append(names[random.Next(names.Length)]).Append(" = ").Append(Words[random.Next(Words.Length)]).Append('\n');
            Check(text.ToString());
        }
    }

    private static void Check(string text)
    {
        ConfigResult result = ConfigLoader.Parse(text, "seed.toml", []);
        Assert.InRange(result.Problems.Count, 0, ConfigProblemList.MaxProblems);
        Assert.Equal(result.Problems.Count == 0, result.Config is not null);
        int lines = text.Count(c => c == '\n') + 1;
        Assert.All(result.Problems, problem => Assert.InRange(problem.Place.Line, 1, lines));
        ConfigProblemReport.Write(result, TextWriter.Null);
        if (result.Config is not { } config) return;
        ConfigResult again = ConfigLoader.Parse(ConfigListing.ToToml(config, result.Origins, "seed.toml"), "listing", []);
        Assert.True(ConfigDiff.Between(config, again.Config!).IsEmpty, text);
    }
}
