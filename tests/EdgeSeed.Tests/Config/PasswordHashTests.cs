using EdgeSeed.Config.Binding;
using EdgeSeed.Config.Units;
using EdgeSeed.Tests.Commands;

namespace EdgeSeed.Tests.Config;

public sealed class PasswordHashTests
{
    // By hashlib.pbkdf2_hmac("sha256", "grüße an alle", bytes(range(16)), 80000) of Python.
    private const string OfPython = "pbkdf2-sha256$80000$AAECAwQFBgcICQoLDA0ODw==$" + PythonHash;
    private const string PythonHash = "xrEvw5wTLNhiBF9XhLfsvKOrG0xY4+H04IWfIjv9aNM=";

    [Fact]
    public void Hash_made_elsewhere_knows_its_password_and_no_other()
    {
        Assert.True(PasswordHash.TryParse(OfPython, out PasswordHash? hash));
        Assert.True(hash!.IsOf("grüße an alle"));
        Assert.False(hash.IsOf("grüße an alle "));
        Assert.False(hash.IsOf(""));
        Assert.False(hash.IsOf(new string('x', PasswordHash.MaxPasswordBytes + 1)));
        Assert.Equal(OfPython, hash.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain text")]
    [InlineData("pbkdf2-sha256$80000$AAECAwQFBgcICQoLDA0ODw==$AAAA")]
    [InlineData("pbkdf2-sha256$80000$AAEC$" + PythonHash)]
    [InlineData("pbkdf2-sha256$1$AAECAwQFBgcICQoLDA0ODw==$" + PythonHash)]
    [InlineData("pbkdf2-sha256$999999999$AAECAwQFBgcICQoLDA0ODw==$" + PythonHash)]
    [InlineData("md5$80000$AAECAwQFBgcICQoLDA0ODw==$" + PythonHash)]
    public void What_is_no_hash_or_costs_too_little_or_too_much_is_refused(string text) => Assert.False(PasswordHash.TryParse(text, out _));

    [Fact]
    public async Task Command_prints_the_lines_that_the_configuration_takes()
    {
        TextReader before = Console.In;
        Console.SetIn(new StringReader("correct horse\nsecond line\n"));
        try
        {
            CommandOutcome outcome = await CommandOutcome.RunAsync("config", "password");
            Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
            ConfigResult result = ConfigLoader.Parse(outcome.Output, "seed.toml", []);
            Assert.Empty(result.Problems);
            Assert.True(PasswordHash.TryParse(result.Config!.Web.AdminPasswordHash, out PasswordHash? hash));
            Assert.True(hash!.IsOf("correct horse"));
            Console.SetIn(new StringReader("short\n"));
            outcome = await CommandOutcome.RunAsync("config", "password");
            Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
            Assert.Contains("at least 8 characters", outcome.Error, StringComparison.Ordinal);
        }
        finally
        {
            Console.SetIn(before);
        }
    }

    [Fact]
    public void Password_in_the_file_instead_of_its_hash_is_a_mistake_that_names_the_command()
    {
        ConfigResult result = ConfigLoader.Parse("web.admin_password_hash = \"secret\"", "seed.toml", []);
        Assert.Contains("edgeseed config password", Assert.Single(result.Problems).ToString(), StringComparison.Ordinal);
    }
}
