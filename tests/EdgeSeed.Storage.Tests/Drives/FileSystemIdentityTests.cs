using System.Text;
using EdgeSeed.Storage.Drives;

namespace EdgeSeed.Storage.Tests.Drives;

public sealed class FileSystemIdentityTests
{
    [Fact]
    public void Udevs_record_tells_uuid_and_label()
    {
        byte[] record = "S:disk/by-uuid/1A2B-3C4D\nE:ID_FS_TYPE=vfat\nE:ID_FS_UUID=1A2B-3C4D\nE:ID_FS_UUID_ENC=x\nE:ID_FS_LABEL=STICK\nG:systemd\n"u8.ToArray();
        Assert.Equal(new FileSystemIdentity("1A2B-3C4D", "STICK"), FileSystemIdentity.FromDatabase(record));
        Assert.Equal(new FileSystemIdentity("", ""), FileSystemIdentity.FromDatabase([]));
    }

    [Fact]
    public void A_label_that_is_too_long_counts_as_none() =>
        Assert.Equal("", FileSystemIdentity.FromDatabase(Encoding.ASCII.GetBytes("E:ID_FS_LABEL=" + new string('x', 129))).Label);

    [Fact]
    public void Ext_superblock_is_read()
    {
        byte[] head = new byte[Superblock.Bytes];
        (head[0x438], head[0x439]) = (0x53, 0xef);
        for (int i = 0; i < 16; i++) head[0x468 + i] = (byte)(i + 0xa0);
        "data"u8.CopyTo(head.AsSpan(0x478));
        Assert.Equal(new FileSystemIdentity("a0a1a2a3-a4a5-a6a7-a8a9-aaabacadaeaf", "data"), Superblock.Read(head));
    }

    [Theory]
    [InlineData("FAT32   ", 0x52, 0x43)]
    [InlineData("FAT16   ", 0x36, 0x27)]
    public void Fat_superblock_is_read(string type, int typeAt, int serialAt)
    {
        byte[] head = new byte[Superblock.Bytes];
        Encoding.ASCII.GetBytes(type).CopyTo(head, typeAt);
        head.AsSpan(serialAt, 4).Clear();
        new byte[] { 0x4d, 0x3c, 0x2b, 0x1a }.CopyTo(head, serialAt);
        "MY STICK   "u8.CopyTo(head.AsSpan(serialAt + 4));
        Assert.Equal(new FileSystemIdentity("1A2B-3C4D", "MY STICK"), Superblock.Read(head));
        "NO NAME    "u8.CopyTo(head.AsSpan(serialAt + 4));
        Assert.Equal("", Superblock.Read(head).Label);
    }

    [Fact]
    public void Exfat_and_ntfs_are_known_by_their_serial_number()
    {
        byte[] head = new byte[Superblock.Bytes];
        "EXFAT   "u8.CopyTo(head.AsSpan(3));
        new byte[] { 0x4d, 0x3c, 0x2b, 0x1a }.CopyTo(head, 0x64);
        Assert.Equal("1A2B-3C4D", Superblock.Read(head).Uuid);
        "NTFS    "u8.CopyTo(head.AsSpan(3));
        for (int i = 0; i < 8; i++) head[0x48 + i] = (byte)(i + 1);
        Assert.Equal("0807060504030201", Superblock.Read(head).Uuid);
    }

    [Fact]
    public void Random_and_short_heads_never_throw()
    {
        var random = new Random(3);
        byte[] head = new byte[Superblock.Bytes];
        for (int i = 0; i < 2_000; i++)
        {
            random.NextBytes(head);
            _ = Superblock.Read(head);
            _ = Superblock.Read(head.AsSpan(0, random.Next(head.Length)));
        }
    }
}
