using System.Text;
using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.Targets;
using EdgeSeed.Storage.Tests.Sample;

namespace EdgeSeed.Storage.Tests.Targets;

/// <summary>What is kept of an unfinished download, as a torn write, a failing card or a stranger leaves it.</summary>
public class DownloadRecordFuzz
{
    [Fact]
    public void Spoilt_files_are_not_believed_and_never_throw()
    {
        using var folder = new SampleFolder();
        byte[] file = Encoding.ASCII.GetBytes($"d4:infod6:lengthi40000e4:name1:x12:piece lengthi16384e6:pieces60:{new string('y', 60)}ee");
        Assert.True(MetainfoParser.TryParse(file, new MetainfoLimits(), out Metainfo? torrent, out _));
        var verified = new Bitfield(3);
        verified.Set(new PieceIndex(1));
        var resume = new ResumeRecord { InfoHash = torrent!.InfoHash, Verified = verified, Stamps = [new FileStamp(40000, 77)] };
        Assert.Null(DownloadRecord.Open(folder.Path, torrent.InfoHash, out DownloadRecord? record));
        using (record)
        {
            Assert.Null(record!.WriteResume(resume));
            Assert.Null(record.WriteTorrent(file));
            Assert.Equal(resume.ToBytes(), record.ReadResume()!.ToBytes());
            Assert.Equal(torrent.InfoHash, record.ReadTorrent()!.InfoHash);
            Spoil(folder, torrent.InfoHash, ".resume", () => record.ReadResume() is not { } read || read.ToBytes().AsSpan().SequenceEqual(resume.ToBytes()));
            Spoil(folder, torrent.InfoHash, ".torrent", () => record.ReadTorrent() is not { } read || read.InfoHash == torrent.InfoHash);
        }
    }

    private static void Spoil(SampleFolder folder, InfoHash infoHash, string extension, Func<bool> isHarmless)
    {
        string path = Path.Combine(folder.Text, ".edgeseed", infoHash + extension);
        byte[] right = File.ReadAllBytes(path);
        var random = new Random(17);
        for (int i = 0; i < 1000; i++)
        {
            byte[] spoilt = random.Next(4) == 0 ? right[..random.Next(right.Length)] : [.. right];
            for (int changes = random.Next(4); changes > 0 && spoilt.Length > 0; changes--) spoilt[random.Next(spoilt.Length)] ^= (byte)random.Next(1, 256);
            File.WriteAllBytes(path, spoilt);
            Assert.True(isHarmless(), Convert.ToHexString(spoilt));
        }
    }
}
