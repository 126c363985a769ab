namespace EdgeSeed.Tests.Config;

/// <summary>A folder of its own, gone with everything in it at the end of the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edgeseed-config-");

    public string Combine(string name) => Path.Combine(_folder.FullName, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(Combine(name), text);
        return Combine(name);
    }

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(Combine(name), content);
        return Combine(name);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
