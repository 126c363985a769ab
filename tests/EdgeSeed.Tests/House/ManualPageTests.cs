namespace EdgeSeed.Tests.House;

public sealed class ManualPageTests
{
    /// <summary>With <c>EDGESEED_WRITE_MANUAL</c> set the pages are written instead.</summary>
    [Theory]
    [InlineData("edgeseed.1")]
    [InlineData("seed.toml.5")]
    public void Manual_page_is_what_the_program_says_of_itself(string name)
    {
        string page = name == "edgeseed.1" ? ManualPages.EdgeSeed() : ManualPages.SeedToml();
        string path = Path.Combine(Repository.Root, "deploy", "man", name);
        if (Environment.GetEnvironmentVariable("EDGESEED_WRITE_MANUAL") is not null) File.WriteAllText(path, page);
        Assert.True(
            page == File.ReadAllText(path),
            $"deploy/man/{name} is not what the program says; run: EDGESEED_WRITE_MANUAL=1 dotnet test tests/EdgeSeed.Tests --filter ManualPageTests");
    }
}
