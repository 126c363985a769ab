using System.Globalization;
using System.Text;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Library;
using EdgeSeed.Storage.Names;

namespace EdgeSeed.Storage.Tests.Library;

/// <summary>Data that other clients and systems have written is found, and nothing else is.</summary>
public sealed class DataFinderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeseed-finder").FullName;

    public void Dispose() => RunShell($"rm -r '{_folder}'");

    [Theory]
    [InlineData("the other normal form", "d/Fr\u00e9d.bin", "d/Fre\u0301d.bin")]
    [InlineData("and the other way round", "d/Fre\u0301d.bin", "d/Fr\u00e9d.bin")]
    [InlineData("in the folder's name too", "\u00e9/x.bin", "e\u0301/x.bin")]
    [InlineData("and in one below", "d/\u00e9/x.bin", "d/e\u0301/x.bin")]
    [InlineData("what Windows refuses", "d/a: b?.bin", "d/a_ b_.bin")]
    [InlineData("what libtorrent leaves out there", "d/a: b.bin", "d/a b.bin")]
    [InlineData("a dot at the end", "d/sub./x.bin", "d/sub/x.bin")]
    [InlineData("what libtorrent replaces", "d/a\\b\u0001.bin", "d/ab_.bin")]
    [InlineData("without the folder", "d/sub/x.bin", "sub/x.bin")]
    [InlineData("a lone file", "\u00e9.bin", "e\u0301.bin")]
    [InlineData("a colon in a lone file", "a:b.bin", "a_b.bin")]
    public async Task Data_is_found_under_a_name_that_is_alike(string what, string inTorrent, string onDisk)
    {
        Write(onDisk, 7);
        Metainfo torrent = Torrent(inTorrent, 7);
        FoundData found = DataFinder.Find(torrent, [new ContentLocation(LocalPath.FromString(_folder))]);
        Assert.True(found.LengthsMatch, $"{what}: {found.FirstMissing}");
        VerifyResult verified = await PieceVerifier.VerifyAsync(torrent, found.Place!, HashOptions.Default);
        Assert.Equal(FileState.Damaged, verified.Files[0].State);
    }

    [Fact]
    public void Data_is_found_under_the_raw_name_of_a_torrent_that_has_two()
    {
        string info = $"d5:filesld6:lengthi7e4:pathl1:\u00e9e10:path.utf-8l2:\u00c3\u00a9eee4:name1:\u00fc10:name.utf-82:\u00c3\u00bc12:piece lengthi16384e6:pieces20:{new string('h', 20)}e";
        Assert.True(MetainfoParser.TryParse(Encoding.Latin1.GetBytes($"d4:info{info}e"), new MetainfoLimits(), out Metainfo? torrent, out _));
        Assert.True(LocalPath.TryFromBytes([.. Encoding.UTF8.GetBytes(_folder + "/"), 0xfc], out LocalPath? folder));
        RunShell($"mkdir '{_folder}'/$'\\xfc' && printf 1234567 > '{_folder}'/$'\\xfc/\\xe9'");
        FoundData found = DataFinder.Find(torrent!, [new ContentLocation(LocalPath.FromString(_folder))]);
        Assert.True(found.LengthsMatch);
        Assert.Equal((NameSpelling.Raw, folder), (found.Place!.Spelling, found.Place.Path));
    }

    [Theory]
    [InlineData("d/F", "d/f", "d/F", "d/f.1")]
    [InlineData("d/A/Film.MKV", "d/a/film.mkv", "d/A/Film.MKV", "d/a/film.1.mkv")]
    [InlineData("d/x", "d/X/y", "d/x.1", "d/X/y")]
    public void Data_is_found_that_libtorrent_wrote_where_names_differ_in_case_alone(string first, string second, string firstOnDisk, string secondOnDisk)
    {
        Write(firstOnDisk, 7);
        Write(secondOnDisk, 9);
        string info = $"d5:filesl{Entry(first, 7)}{Entry(second, 9)}e4:name1:d12:piece lengthi16384e6:pieces20:{new string('h', 20)}e";
        Assert.True(MetainfoParser.TryParse(Encoding.Latin1.GetBytes($"d4:info{info}e"), new MetainfoLimits(), out Metainfo? torrent, out _));
        FoundData found = DataFinder.Find(torrent!, [new ContentLocation(LocalPath.FromString(_folder))]);
        Assert.True(found.LengthsMatch, found.FirstMissing);
        Assert.Equal(NameSpelling.Raw, found.Place!.Spelling);

        static string Entry(string path, int length) => $"d6:lengthi{length}e4:pathl{string.Concat(path.Split('/').Skip(1).Select(static part => $"{part.Length}:{part}"))}ee";
    }

    [Fact]
    public void Exact_name_goes_before_one_that_is_alike()
    {
        Write("d/\u00e9.bin", 7);
        Write("d/e\u0301.bin", 7);
        FoundData found = DataFinder.Find(Torrent("d/\u00e9.bin", 7), [new ContentLocation(LocalPath.FromString(_folder))]);
        Assert.Equal((true, NameSpelling.Exact), (found.LengthsMatch, found.Place!.Spelling));
    }

    [Fact]
    public void Two_names_that_are_alike_are_none()
    {
        Write("d/a_b", 7);
        Write("d/a*b", 7);
        FoundData found = DataFinder.Find(Torrent("d/a?b", 7), [new ContentLocation(LocalPath.FromString(_folder))]);
        Assert.False(found.LengthsMatch);
        Assert.Contains("a?b", found.FirstMissing, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ab.bin")]
    [InlineData("a_b.bin")]
    public void Name_with_a_slash_is_found_as_libtorrent_and_as_transmission_write_it(string onDisk)
    {
        Write(onDisk, 7);
        string info = $"d6:lengthi7e4:name7:a/b.bin12:piece lengthi16384e6:pieces20:{new string('h', 20)}e";
        Assert.True(MetainfoParser.TryParse(Encoding.Latin1.GetBytes($"d4:info{info}e"), new MetainfoLimits(), out Metainfo? torrent, out _));
        FoundData found = DataFinder.Find(torrent!, [new ContentLocation(LocalPath.FromString(_folder))]);
        Assert.Equal((true, onDisk), (found.LengthsMatch, Encoding.UTF8.GetString(found.Place!.Name)));
    }

    [Fact]
    public void Two_files_that_are_called_alike_are_not_both_found_in_one()
    {
        Write("d/e\u0301", 7);
        string info = $"d5:filesld6:lengthi7e4:pathl2:\u00c3\u00a9eed6:lengthi7e4:pathl3:e\u00cc\u0081eee4:name1:d12:piece lengthi16384e6:pieces20:{new string('h', 20)}e";
        Assert.True(MetainfoParser.TryParse(Encoding.Latin1.GetBytes($"d4:info{info}e"), new MetainfoLimits(), out Metainfo? torrent, out _));
        FoundData found = DataFinder.Find(torrent!, [new ContentLocation(LocalPath.FromString(_folder))]);
        Assert.Equal((false, NameSpelling.Exact), (found.LengthsMatch, found.Place!.Spelling));
    }

    [Theory]
    [InlineData("d/\u00e9.bin", "d/e\u0301.bin", 3, true)]
    [InlineData("a:b.bin", "a_b.bin", 3, true)]
    [InlineData("a:b.bin", "a_b.bin", 9, false)]
    [InlineData("a:b.bin", "a_b.bin", 0, false)]
    public void Unfinished_copy_under_a_name_that_is_alike_is_begun(string inTorrent, string onDisk, int length, bool isBegun)
    {
        Write(onDisk, length);
        FoundData found = DataFinder.Find(Torrent(inTorrent, 7), [new ContentLocation(LocalPath.FromString(_folder))]);
        Assert.Null(found.Place);
        Assert.Equal(isBegun, found.Begun is not null);
    }

    [Fact]
    public void First_file_that_is_missing_or_of_another_length_is_named()
    {
        Assert.Contains("d/x.bin", Missing(), StringComparison.Ordinal);
        Write("d/x.bin", 6);
        Assert.Contains("6 bytes instead of 7", Missing(), StringComparison.Ordinal);

        string Missing() => DataFinder.Find(Torrent("d/x.bin", 7), [new ContentLocation(LocalPath.FromString(_folder))]).FirstMissing!;
    }

    private void Write(string path, int length)
    {
        string full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, new byte[length]);
    }

    private static Metainfo Torrent(string path, int length)
    {
        string[] parts = path.Split('/');
        string rest = string.Concat(parts.Skip(1).Select(Text));
        string files = parts.Length == 1 ? $"6:lengthi{length}e" : $"5:filesld6:lengthi{length}e4:pathl{rest}eee";
        string file = $"d4:infod{files}4:name{Text(parts[0])}12:piece lengthi16384e6:pieces20:{new string('h', 20)}ee";
        Assert.True(MetainfoParser.TryParse(Encoding.UTF8.GetBytes(file), new MetainfoLimits(), out Metainfo? torrent, out MetainfoError error), error.ToString());
        return torrent;
    }

    private static string Text(string text) => string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(text)}:{text}");

    // .NET cannot name such files.
    private static void RunShell(string command)
    {
        using var shell = System.Diagnostics.Process.Start("bash", ["-c", command]);
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }
}
