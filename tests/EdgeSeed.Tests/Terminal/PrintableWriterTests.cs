using EdgeSeed.Commands;
using EdgeSeed.Terminal;

namespace EdgeSeed.Tests.Terminal;

public sealed class PrintableWriterTests
{
    private const string Hostile = "bad\u001b[31m\n<6>forged\u009b2J\u202e.torrent";

    [Fact]
    public void WriteLine_hostileText_isOneHarmlessLine()
    {
        var inner = new StringWriter { NewLine = "\n" };
        using var writer = new PrintableWriter(inner);
        writer.WriteLine($"edgeseed: {Hostile}: no");
        Assert.Equal("edgeseed: bad\uFFFD[31m\uFFFD<6>forged\uFFFD2J\uFFFD.torrent: no\n", inner.ToString());
    }

    [Fact]
    public void WriteLine_longLine_isCut()
    {
        var inner = new StringWriter();
        using var writer = new PrintableWriter(inner);
        writer.WriteLine(new string('a', PrintableWriter.MaxLineLength + 1));
        Assert.InRange(inner.ToString().Length, PrintableWriter.MaxLineLength, PrintableWriter.MaxLineLength + 3);
    }

    [Theory]
    [InlineData("show")]
    [InlineData("verify")]
    [InlineData("get")]
    [InlineData("make")]
    [InlineData("serve", "--config")]
    [InlineData("seed", "--state")]
    [InlineData("status", "--state")]
    [InlineData("eject", "--state")]
    [InlineData("config", "check")]
    public async Task Command_hostileArgument_printsNoneOfIt(params string[] command)
    {
        using var folder = new TemporaryFolder();
        string path = folder[Hostile];
        File.WriteAllText(path, "d4:infoi1ee");
        var output = new StringWriter();
        var error = new StringWriter();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await CommandTree.RunAsync([.. command, command is ["make"] ? path + "/x" : path], new() { Output = output, Error = error }).WaitAsync(stop.Token);
        string said = output.ToString() + error;
        Assert.NotEmpty(said);
        Assert.DoesNotContain('\u001b', said);
        Assert.DoesNotContain('\u009b', said);
        Assert.DoesNotContain(said.Split('\n'), line => line.StartsWith("<6>", StringComparison.Ordinal));
    }
}
