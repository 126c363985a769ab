using System.Text;
using EdgeSeed.Storage.Drives;

namespace EdgeSeed.Storage.Tests.Drives;

public sealed class MountTableTests
{
    private static readonly LocalPath s_root = LocalPath.FromString("/run/edgeseed/drives");

    [Fact]
    public void Drives_below_the_folder_are_taken_with_their_device_and_type()
    {
        MountEntry mount = Assert.Single(Parse("36 35 8:1 / /run/edgeseed/drives/STICK ro,nosuid - vfat /dev/sda1 ro,fmask=0022"));
        Assert.Equal("/run/edgeseed/drives/STICK", mount.Path.ToString());
        Assert.Equal((8UL << 32 | 1, "vfat", "/dev/sda1"), (mount.Device, mount.FileSystem, mount.Source));
    }

    [Theory]
    [InlineData("36 35 8:1 / /run/edgeseed/drives ro - vfat /dev/sda1 ro")]
    [InlineData("36 35 8:1 / /run/edgeseed/drives2/x ro - vfat /dev/sda1 ro")]
    [InlineData("36 35 8:1 / / rw - ext4 /dev/root rw")]
    [InlineData("36 35 8:x / /run/edgeseed/drives/x ro - vfat /dev/sda1 ro")]
    [InlineData("36 35 8 / /run/edgeseed/drives/x ro - vfat /dev/sda1 ro")]
    [InlineData("36 35 8:1 / /run/edgeseed/drives/x ro - vfat")]
    [InlineData("36 35 8:1 / /run/edgeseed/drives/x ro shared:1")]
    [InlineData("36 35 8:1 / relative ro - vfat /dev/sda1 ro")]
    [InlineData("")]
    public void Other_lines_are_passed_over(string line) => Assert.Empty(Parse(line));

    [Fact]
    public void Octal_escapes_are_undone_and_others_left()
    {
        MountEntry mount = Assert.Single(Parse(@"36 35 8:1 / /run/edgeseed/drives/a\040b\134c\9 ro shared:5 master:2 - ext4 /dev/x\040y ro"));
        Assert.Equal("/run/edgeseed/drives/a b\\c\\9", Encoding.UTF8.GetString(mount.Path.Bytes));
        Assert.Equal("/dev/x y", mount.Source);
    }

    [Fact]
    public void Of_two_on_one_place_the_later_counts()
    {
        MountEntry mount = Assert.Single(Parse("36 35 8:1 / /run/edgeseed/drives/x ro - vfat /dev/sda1 ro\n37 36 8:17 / /run/edgeseed/drives/x ro - ext4 /dev/sdb1 ro"));
        Assert.Equal("ext4", mount.FileSystem);
    }

    [Fact]
    public void Mounts_are_bounded()
    {
        var table = new StringBuilder();
        for (int i = 0; i < MountTable.MaxMounts + 10; i++) table.Append(null, $"{i} 35 8:{i} / /run/edgeseed/drives/{i} ro - vfat /dev/sda{i} ro\n");
        Assert.Equal(MountTable.MaxMounts, Parse(table.ToString()).Count);
    }

    [Fact]
    public void The_machines_own_table_can_be_read()
    {
        Assert.Null(MountTable.Read(LocalPath.FromString("/"), out List<MountEntry> mounts));
        Assert.Contains(mounts, mount => mount.Path.ToString() == "/proc" && mount.FileSystem == "proc");
    }

    [Fact]
    public void Random_tables_never_throw()
    {
        var random = new Random(7);
        byte[] sample = Encoding.ASCII.GetBytes("36 35 8:1 / /run/edgeseed/drives/a\\040b ro shared:1 - vfat /dev/sda1 ro\n");
        for (int i = 0; i < 20_000; i++)
        {
            byte[] table = [.. sample];
            for (int flips = random.Next(6); flips >= 0; flips--) table[random.Next(table.Length)] = (byte)random.Next(256);
            Assert.InRange(MountTable.Parse(table.AsSpan(0, random.Next(table.Length + 1)), s_root).Count, 0, 3);
        }
    }

    private static List<MountEntry> Parse(string table) => MountTable.Parse(Encoding.UTF8.GetBytes(table + "\n"), s_root);
}
