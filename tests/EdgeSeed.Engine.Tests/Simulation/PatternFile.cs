using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;

namespace EdgeSeed.Engine.Tests.Simulation;

/// <summary>The bytes of <see cref="PatternBlocks"/> in real files of the given lengths, as storage serves them: in the page cache.</summary>
internal sealed class PatternFile : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("edgeseed-engine-");
    private readonly OpenFileCache _cache = new();

    public PatternFile(params int[] lengths)
    {
        var files = new List<TorrentFile>();
        long offset = 0;
        foreach (int length in lengths)
        {
            string name = $"file{files.Count}";
            File.WriteAllBytes(Path.Combine(_directory.FullName, name), PatternBlocks.Range(offset, length));
            Assert.True(SafePath.TryParse(name, out SafePath path));
            files.Add(new TorrentFile(path, length, offset));
            offset += length;
        }
        Content = new TorrentContent(files, isSingleFile: false, new ContentLocation(LocalPath.FromString(_directory.FullName)), _cache);
    }

    public TorrentContent Content { get; }

    public string PathOf(int file) => Path.Combine(_directory.FullName, $"file{file}");

    public void Dispose()
    {
        Content.Dispose();
        _cache.Dispose();
        _directory.Delete(recursive: true);
    }
}
