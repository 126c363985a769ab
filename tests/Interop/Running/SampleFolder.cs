namespace EdgeSeed.Interop.Running;

/// <summary>
/// What people publish, about 300 MB of it by default: a large file, a tree with nested folders, names in several scripts, an
/// empty and a one-byte file, and a folder of 500 small files. The same seed gives the same bytes.
/// </summary>
internal static class SampleFolder
{
    /// <summary>Entries made, each one torrent.</summary>
    public const int Entries = 4;

    private const int Mebibyte = 1 << 20;
    private const string Tree = "Übungsmaterial – ロゴ";

    /// <summary>The files without a byte, relative to the root.</summary>
    public static IReadOnlyList<string> EmptyFiles => [Path.Combine(Tree, "empty.dat")];

    /// <summary>Fills <paramref name="root"/>.</summary>
    public static void Fill(string root, int largeFileMebibytes = 200)
    {
        var random = new Random(20041122);
        Write(Path.Combine(root, "film.mkv"), (long)largeFileMebibytes * Mebibyte, random);
        Write(Path.Combine(root, "one-byte.bin"), 1, random);
        string tree = Path.Combine(root, Tree);
        Write(Path.Combine(tree, "intro.txt"), 4_321, random);
        Write(Path.Combine(tree, "empty.dat"), 0, random);
        Write(Path.Combine(tree, "bab 1", "Pelajaran ä.pdf"), 7L * Mebibyte + 3, random);
        Write(Path.Combine(tree, "bab 1", "nested", "deeper", "звук.ogg"), 40L * Mebibyte, random);
        Write(Path.Combine(tree, "bab 2", "😀.png"), 16_384, random);
        for (int i = 0; i < 500; i++) Write(Path.Combine(root, "photos", $"img_{i:0000}.jpg"), 100_000 + random.Next(4_096), random);
    }

    /// <summary>Every file below <paramref name="root"/>: relative path and SHA-256, sorted; equal lists are equal trees.</summary>
    public static IReadOnlyList<string> Digest(string root) =>
        [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => $"{Path.GetRelativePath(root, file)} {DigestFile(file)}").Order(StringComparer.Ordinal)];

    /// <summary>For clients that do without empty files.</summary>
    public static void DeleteEmptyFiles(string root)
    {
        foreach (string file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length == 0).ToArray()) File.Delete(file);
    }

    private static string DigestFile(string file)
    {
        using FileStream stream = File.OpenRead(file);
        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(stream));
    }

    private static void Write(string path, long length, Random random)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using FileStream stream = File.Create(path);
        byte[] block = new byte[Mebibyte];
        for (long left = length; left > 0; left -= block.Length)
        {
            random.NextBytes(block);
            stream.Write(block, 0, (int)Math.Min(left, block.Length));
        }
    }
}
