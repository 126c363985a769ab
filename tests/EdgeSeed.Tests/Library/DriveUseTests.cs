using EdgeSeed.Library;
using EdgeSeed.Storage;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Drives;
using Microsoft.Extensions.Time.Testing;

namespace EdgeSeed.Tests.Library;

public sealed class DriveUseTests
{
    private readonly FakeTimeProvider _time = new();
    private DeviceActivity? _counted = new(100, 8);

    [Fact]
    public void Drive_is_awake_for_a_while_after_others_have_used_it_and_not_after_the_service_has()
    {
        DriveUse use = Of(isRemovable: true);
        Assert.True(use.IsAwake);
        _time.Advance(DriveUse.AwakeTime);
        Assert.False(use.IsAwake);
        _counted = new(101, 8);
        use.Pass();
        Assert.False(use.IsAwake);
        _counted = new(102, 8);
        Assert.True(use.IsAwake);
        _time.Advance(DriveUse.AwakeTime - TimeSpan.FromSeconds(1));
        Assert.True(use.IsAwake);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(use.IsAwake);
    }

    [Fact]
    public void Drive_that_is_mounted_read_only_is_searched_again_only_after_a_write()
    {
        DriveUse use = Of(isRemovable: true);
        Assert.True(use.MayHaveChanged);
        use.BeginSearch();
        _counted = new(150, 8);
        use.Pass();
        _counted = new(900, 8);
        Assert.False(use.MayHaveChanged);
        // What was written while somebody else looked whether it is awake is not forgotten.
        _counted = new(901, 9);
        Assert.True(use.IsAwake);
        Assert.True(use.MayHaveChanged);
    }

    [Fact]
    public void Folder_is_searched_while_its_disk_is_awake_and_then_after_a_write()
    {
        DriveUse use = Of(isRemovable: false);
        use.BeginSearch();
        use.Pass();
        Assert.True(use.MayHaveChanged);
        _time.Advance(DriveUse.AwakeTime);
        Assert.False(use.MayHaveChanged);
        _counted = new(100, 16);
        Assert.True(use.MayHaveChanged);
    }

    [Fact]
    public void What_is_on_no_block_device_is_always_searched_and_awake()
    {
        _counted = null;
        DriveUse use = Of(isRemovable: false);
        use.BeginSearch();
        use.Pass();
        _time.Advance(TimeSpan.FromDays(1));
        Assert.True(use.IsAwake);
        Assert.True(use.MayHaveChanged);
    }

    private DriveUse Of(bool isRemovable) =>
        new(new Drive("id", "name", LocalPath.FromString("/drive"), "ext4", 0, isRemovable), _time, () => _counted);
}
