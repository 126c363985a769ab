using System.CommandLine;
using System.Text.Json;
using EdgeSeed.Commands;
using EdgeSeed.Terminal;

namespace EdgeSeed.Tests.Config;

public class ConfigCommandTests
{
    [Fact]
    public async Task Check_badFile_showsLineAndCaretAndFails()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("seed.toml", "[service]\n\tprot = 6969\n[seeder]\nupload = \"x\"\n");
        (int code, string output, string error) = await Run("config", "check", file);
        Assert.Equal(ExitCode.Failed, code);
        Assert.Empty(output);
        Assert.Equal(
            [
                $"{file}:2:2: unknown key \"prot\" in [service]; did you mean \"port\"?",
                "    \tprot = 6969",
                "    \t^^^^",
                $"{file}:4:10: expected a rate such as \"4 KB/s\", \"2 MiB/s\", \"32 kbit/s\" or \"unlimited\", found the string \"x\"",
                "    upload = \"x\"",
                "             ^^^",
                "2 mistakes",
            ],
            error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Check_asJson_hasEachMistakeWithItsPlace()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("seed.toml", "[service]\n\tprot = 6969\n");
        (int code, string output, string error) = await Run("config", "check", file, "--json");
        Assert.Equal((ExitCode.Failed, ""), (code, error));
        JsonElement checkedFile = JsonDocument.Parse(output).RootElement;
        Assert.Equal((file, false), (checkedFile.GetProperty("file").GetString(), checkedFile.GetProperty("good").GetBoolean()));
        JsonElement mistake = Assert.Single(checkedFile.GetProperty("mistakes").EnumerateArray());
        Assert.Equal((2, 2, 4), (mistake.GetProperty("line").GetInt32(), mistake.GetProperty("column").GetInt32(), mistake.GetProperty("length").GetInt32()));
        Assert.Contains("did you mean \"port\"?", mistake.GetProperty("message").GetString(), StringComparison.Ordinal);

        file = folder.Write("good.toml", "seeder.upload = \"4 KB/s\"\n");
        (code, output, _) = await Run("config", "check", file, "--json");
        checkedFile = JsonDocument.Parse(output).RootElement;
        Assert.Equal((ExitCode.Ok, true, 0), (code, checkedFile.GetProperty("good").GetBoolean(), checkedFile.GetProperty("mistakes").GetArrayLength()));
    }

    [Fact]
    public async Task Check_aMissingQuote_isOneMistake()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("seed.toml", "[service]\nname = \"box\n[library]\nfolders = [\"/srv/a\", \"/srv/b\"]\n[seeder]\nupload = \"4 KB/s\"\n");
        (int code, _, string error) = await Run("config", "check", file);
        Assert.Equal(ExitCode.Failed, code);
        Assert.StartsWith($"{file}:2:", error, StringComparison.Ordinal);
        Assert.EndsWith("\n1 mistake\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_goodFile_succeeds()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("seed.toml", "seeder.upload = \"4 KB/s\"\n");
        Assert.Equal((ExitCode.Ok, $"{file}: good\n", ""), await Run("config", "check", file));
    }

    [Fact]
    public async Task Show_withFileAndFlags_saysWhereEachValueComesFrom()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("seed.toml", "[seeder]\nupload = \"1 MB/s\"\nmax_peers = 150\n");
        (int code, string output, _) = await Run("config", "show", "--config", file, "--upload", "4KB/s", "--bind", "::1", "--bind", "127.0.0.1", "--no-hardware");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Matches("upload = \"4 KB/s\" +# --upload\n", output);
        Assert.Matches("max_peers = 150 +# seed.toml:3\n", output);
        Assert.Matches("bind = \\[\"::1\", \"127.0.0.1\"\\] +# --bind\n", output);
        Assert.Matches("enabled = false +# --no-hardware\n", output);
        Assert.Matches("port = 6969 +# default\n", output);
    }

    [Fact]
    public async Task Show_badFlags_reportsThemAll()
    {
        (int code, _, string error) = await Run("config", "show", "--config", "/dev/null", "--upload", "fast", "--port", "70000");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("--upload: expected a rate", error, StringComparison.Ordinal);
        Assert.Contains("--port: 70000 is out of range", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sample_printed_isGood()
    {
        using TemporaryFolder folder = new();
        (_, string sample, _) = await Run("config", "sample");
        Assert.Equal(ExitCode.Ok, (await Run("config", "check", folder.Write("seed.toml", sample))).Code);
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        int code = await CommandTree.RunAsync(args, new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
