using EdgeSeed.Engine.Disks;
using EdgeSeed.Engine.Swarms;

namespace EdgeSeed.Engine.Tests.Disks;

public class DriveModelTests
{
    private const long Window = DriveModel.GoodWindowBytes;

    [Theory]
    [InlineData(0.009, 110e6)]
    [InlineData(0.0007, 30e6)]
    [InlineData(0.014, 80e6)]
    [InlineData(0.0001, 500e6)]
    public void Drive_is_learned_from_its_windows(double seek, double rate)
    {
        var model = new DriveModel();
        for (int i = 0; i < 20; i++) Assert.True(Read(model, seek, rate));
        Assert.InRange(model.SeekSeconds, seek * 0.9, seek * 1.1);
        Assert.InRange(model.BytesPerSecond, rate * 0.9, rate * 1.1);
    }

    [Fact]
    public void Drive_is_learned_on_a_machine_that_wakes_late_half_of_the_time()
    {
        var model = new DriveModel();
        for (int i = 0; i < 16; i++)
        {
            if (i % 2 == 0) Read(model, 0.009, 110e6);
            else model.Learn(Window, TimeSpan.FromMilliseconds(26), TimeSpan.FromMicroseconds(1));
        }
        Assert.InRange(model.SeekSeconds, 0.008, 0.010);
        Assert.InRange(model.BytesPerSecond, 100e6, 120e6);
    }

    [Fact]
    public void Window_that_was_in_the_cache_says_nothing_of_the_drive()
    {
        var model = new DriveModel();
        Read(model, 0.009, 110e6);
        double seek = model.SeekSeconds;
        Assert.False(model.Learn(Window, TimeSpan.FromMicroseconds(40), TimeSpan.FromMicroseconds(20)));
        Assert.Equal((seek, 1L), (model.SeekSeconds, model.Samples));
    }

    [Fact]
    public void Cache_is_asked_as_long_as_it_mostly_has_what_is_wanted()
    {
        var model = new DriveModel();
        Assert.True(model.ExpectsHits);
        for (int i = 0; i < 40; i++) model.Probed(isHit: true);
        model.Probed(isHit: false);
        Assert.True(model.ExpectsHits);
        for (int i = 0; i < 8; i++) model.Probed(isHit: false);
        Assert.False(model.ExpectsHits);
        for (int i = 0; i < 32; i++) model.Learn(Window, TimeSpan.FromMicroseconds(40), TimeSpan.FromMicroseconds(20));
        Assert.True(model.ExpectsHits);
        model.CannotTell();
        Assert.False(model.ExpectsHits);
    }

    [Fact]
    public void Windows_are_as_long_as_the_turns_of_those_who_wait_allow()
    {
        var model = new DriveModel();
        for (int i = 0; i < 20; i++) Read(model, 0.009, 110e6);
        Assert.Equal(ReadWindow.MostBytes, model.WindowBytes(10));
        Assert.Equal(Window, model.WindowBytes(200));
        foreach (int waiting in (int[])[0, 1, 10, 50, 100, 200, 400])
        {
            double turn = Math.Max(1, waiting) * (model.SeekSeconds + model.WindowBytes(waiting) / model.BytesPerSecond);
            Assert.InRange(turn, 0, 8.01);
        }
        Assert.Equal(DriveModel.LeastWindowBytes, model.WindowBytes(10_000));
    }

    private static bool Read(DriveModel model, double seek, double rate) =>
        model.Learn(Window, TimeSpan.FromSeconds(seek + 128 * 1024 / rate), TimeSpan.FromSeconds((Window - 128 * 1024) / rate));
}
