using System.Text;
using EdgeSeed.Config.Binding;
using EdgeSeed.Config.Values;

namespace EdgeSeed.Fuzz;

/// <summary>Reading TOML: never throws, never points outside the text; a slip of the finger is nearly always one problem.</summary>
public class TomlFuzz
{
    private const string Telling = "[]{}=.,\"'#\\\n\r\t \u00010aeEuU_+-179:TZxob\u00e9\u2028\uFEFF\uD83C\uDF31\uDC00";

    private static readonly string[] Samples =
    [
        "title = \"box\"\n\n[seeder]\nport = 6881 # peers\nupload = '4 KB/s'\n[[seeder.schedule]]\nfrom = 22:00:00\n",
        "a.\"b\".c = [1, 0x1F, [2.5e3, -inf], { d = true, e.f = nan }]\nlast = \"\"\"\nlines \\\n   folded \\u00e9 \"\" \"\"\"\n",
        "d = 1979-05-27T07:32:00.999-07:00\ne = 1979-05-27 07:32:00Z\nf = 1979-05-27\r\ng = '''\r\nraw \\ text'''\r\n",
        "[a.b]\nk = 0b1_0\n[a]\nc.d = 0o7\n[[t]]\n[t.u]\n[[t]]\nv = [\n  1, # one\n  2,\n]\nw = {\n x = 1,\n}\n",
        "a = [\n b = 1\n{ c = , d = 1__0, \"e\\q\" }\n[f\n= g\nh = \"open\n",
    ];

    [Fact]
    public void Mutated_samples_give_problems_within_the_text()
    {
        var mutator = new Mutator(20261);
        for (int i = Mutator.Iterations(5_000); i > 0; i--)
        {
            string sample = Samples[mutator.Random.Next(Samples.Length)];
            Read(i % 4 == 0 ? Encoding.UTF8.GetString(mutator.Mutate(Encoding.UTF8.GetBytes(sample))) : Slip(sample, mutator.Random, mutator.Random.Next(1, 5)));
        }
    }

    [Fact]
    public void Random_characters_give_problems_within_the_text()
    {
        var random = new Random(20262);
        for (int i = Mutator.Iterations(5_000); i > 0; i--)
        {
            Read(string.Create(random.Next(60), random, static (text, random) =>
            {
                foreach (ref char unit in text) unit = Telling[random.Next(Telling.Length)];
            }));
        }
    }

    /// <summary>The sample without its comments, one character changed: what is broken over several lines may be told in two or three problems.</summary>
    [Fact]
    public void Slip_of_the_finger_is_one_problem_in_99_of_100()
    {
        string sample = string.Join('\n', ConfigSample.Write().Replace("\n#", "\n", StringComparison.Ordinal).Split('\n').Where(line => line.Length > 0 && line[0] is not ('#' or ' ')));
        Assert.Equal(0, Read(sample));
        var random = new Random(20263);
        int slips = Mutator.Iterations(1_000), many = 0;
        for (int i = slips; i > 0; i--)
        {
            int problems = Read(Slip(sample, random, 1));
            Assert.InRange(problems, 0, 4);
            if (problems > 1) many++;
        }
        Assert.InRange(many, 0, slips / 100);
    }

    private static string Slip(string sample, Random random, int changes)
    {
        var text = new StringBuilder(sample);
        for (; changes > 0 && text.Length > 0; changes--)
        {
            int at = random.Next(text.Length);
            switch (random.Next(3))
            {
                case 0:
                    text[at] = Telling[random.Next(Telling.Length)];
                    break;
                case 1:
                    text.Insert(at, Telling[random.Next(Telling.Length)]);
                    break;
                default:
                    text.Remove(at, 1);
                    break;
            }
        }
        return text.ToString();
    }

    private static int Read(string text)
    {
        ConfigProblemList problems = new("fuzz.toml");
        ConfigTree.Read(text, problems);
        string[] lines = text.Split('\n');
        foreach (ConfigProblem problem in problems.Sorted())
        {
            Assert.InRange(problem.Place.Line, 1, lines.Length);
            Assert.InRange(problem.Place.Column, 1, lines[problem.Place.Line - 1].Length + 1);
        }
        return problems.Count;
    }
}
