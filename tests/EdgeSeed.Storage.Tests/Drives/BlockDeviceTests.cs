using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Drives;

namespace EdgeSeed.Storage.Tests.Drives;

public sealed class BlockDeviceTests
{
    [Fact]
    public void What_is_no_block_device_says_nothing()
    {
        Assert.Null(BlockDevice.Activity(0));
        Assert.Null(BlockDevice.Activity(0xFFF_0000_0001));
        Assert.False(BlockDevice.IsRotational(0));
        Assert.False(BlockDevice.IsAsleep(0xFFF_0000_0001));
    }

    [Fact]
    public void Device_of_the_working_directory_counts_what_is_written_to_it()
    {
        string folder = Directory.GetCurrentDirectory();
        ulong device = Drive.OfFolder(LocalPath.FromString(folder)).Located().Device;
        if (BlockDevice.Activity(device) is not { } before)
        {
            Assert.False(Path.Exists($"/sys/dev/block/{BlockDevice.Number(device)}/stat"));
            return;
        }
        string file = Path.Combine(folder, $"written-{Guid.NewGuid():N}");
        try
        {
            using FileStream stream = File.Create(file);
            stream.Write(new byte[1 << 20]);
            stream.Flush(flushToDisk: true);
        }
        finally
        {
            File.Delete(file);
        }
        Assert.True(BlockDevice.Activity(device)!.Value.SectorsWritten - before.SectorsWritten >= (1 << 20) / 512);
    }
}
