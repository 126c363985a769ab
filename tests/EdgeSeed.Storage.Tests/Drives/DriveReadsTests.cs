using EdgeSeed.Storage.Content;
using Microsoft.Extensions.Time.Testing;

namespace EdgeSeed.Storage.Tests.Drives;

public sealed class DriveReadsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Drive_rests_after_its_budget_of_errors_and_longer_each_time()
    {
        DriveReads reads = new(0, _time) { ErrorBudget = 3 };
        Fail(reads, 2);
        Assert.Null(reads.Refusal());
        Assert.Equal(2, reads.Errors);
        Fail(reads, 1);
        Assert.True(reads.IsResting);
        Assert.Contains("rests", reads.Refusal()!.Detail, StringComparison.Ordinal);

        _time.Advance(DriveReads.FirstRest);
        Assert.False(reads.IsResting);
        Fail(reads, 3);
        _time.Advance(DriveReads.FirstRest * 2 - TimeSpan.FromSeconds(1));
        Assert.True(reads.IsResting);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(reads.IsResting);
    }

    [Fact]
    public void Errors_that_come_seldom_never_make_it_rest()
    {
        DriveReads reads = new(0, _time) { ErrorBudget = 3 };
        for (int i = 0; i < 20; i++)
        {
            Fail(reads, 2);
            Assert.NotNull(reads.LastError);
            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.Null(reads.LastError);
        }
        Assert.False(reads.IsResting);
        Assert.Equal(40, reads.Errors);
    }

    private static void Fail(DriveReads reads, int times)
    {
        for (int i = 0; i < times; i++) reads.Failed(StorageError.FromErrno(StorageOperation.Read, "x", 5));
    }
}
