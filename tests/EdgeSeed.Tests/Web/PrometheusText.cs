using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgeSeed.Tests.Web;

/// <summary>Reads Prometheus' text format 0.0.4 as strictly as its specification says, and what its naming guide asks for besides.</summary>
internal static partial class PrometheusText
{
    /// <summary>The samples by name and labels, as <c>name{labels}</c>; throws at the first line that breaks a rule.</summary>
    public static IReadOnlyDictionary<string, double> Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var samples = new Dictionary<string, double>();
        var seen = new HashSet<string>();
        string help = "", type = "", kind = "";
        foreach (string line in text.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                help = line.Split(' ')[2];
                Assert.True(seen.Add(help), $"twice: {line}");
                Assert.True(line.Length > "# HELP ".Length + help.Length + 1, $"no help: {line}");
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                string[] words = line.Split(' ');
                (type, kind) = (words[2], words[3]);
                Assert.Equal(help, type);
                Assert.Contains(kind, (string[])["gauge", "counter"]);
                Assert.Equal(kind == "counter", type.EndsWith("_total", StringComparison.Ordinal));
            }
            else
            {
                Match sample = Sample().Match(line);
                Assert.True(sample.Success, line);
                Assert.Equal(type, sample.Groups["name"].Value);
                double value = double.Parse(sample.Groups["value"].Value, NumberStyles.Float, CultureInfo.InvariantCulture);
                Assert.True(kind != "counter" || value >= 0, line);
                Assert.True(samples.TryAdd(sample.Groups["name"].Value + sample.Groups["labels"].Value, value), $"twice: {line}");
            }
        }
        return samples;
    }

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{[a-zA-Z_][a-zA-Z0-9_]*=""(\\[\\""n]|[^\\""\n])*""(,[a-zA-Z_][a-zA-Z0-9_]*=""(\\[\\""n]|[^\\""\n])*"")*\})? (?<value>[-+0-9.eE]+|NaN|[-+]Inf)$")]
    private static partial Regex Sample();
}
