using EdgeSeed.Linux.Files;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Storage.State;
using EdgeSeed.Storage.Tests.Sample;

namespace EdgeSeed.Storage.Tests.State;

public sealed class DriveMemoryTests : IDisposable
{
    private readonly SampleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Records_of_a_drive_come_back_and_those_of_another_do_not()
    {
        using StateDirectory state = Open();
        DriveMemory memory = DriveMemory.Open(state, "1A2B-3C4D", out _);
        memory.Keep(Record(1, isUnfinished: false));
        memory.Keep(Record(2, isUnfinished: true));
        memory.Keep(Record(3, isUnfinished: false));
        memory.Prune(infoHash => infoHash != Hash(3));
        Assert.Null(memory.Save());

        memory = DriveMemory.Open(state, "1A2B-3C4D", out StorageError? error);
        Assert.Null(error);
        Assert.Equal(2, memory.Count);
        Assert.Equal((false, true), (memory.Find(Hash(1))!.IsUnfinished, memory.Find(Hash(2))!.IsUnfinished));
        Assert.Null(memory.Find(Hash(3)));
        Assert.Equal(0, DriveMemory.Open(state, "another", out _).Count);
    }

    [Fact]
    public void Nothing_is_written_when_nothing_has_changed()
    {
        using StateDirectory state = Open();
        DriveMemory memory = DriveMemory.Open(state, "x", out _);
        Assert.Null(memory.Save());
        memory.Keep(Record(1, isUnfinished: false));
        Assert.Null(memory.Save());
        long written = state.BytesWritten;
        memory.Keep(Record(1, isUnfinished: false));
        Assert.Null(memory.Save());
        Assert.Equal(written, state.BytesWritten);
    }

    [Fact]
    public void Torn_file_makes_the_drive_a_new_one()
    {
        using StateDirectory state = Open();
        DriveMemory memory = DriveMemory.Open(state, "x", out _);
        memory.Keep(Record(1, isUnfinished: false));
        Assert.Null(memory.Save());
        string file = Directory.GetFiles(_folder.Text + "/drives")[0];
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^1]);

        Assert.Equal(0, DriveMemory.Open(state, "x", out StorageError? error).Count);
        Assert.Equal(StorageFault.Malformed, error?.Fault);
    }

    [Fact]
    public void Save_that_fails_is_tried_again()
    {
        StateDirectory state = Open();
        DriveMemory memory = DriveMemory.Open(state, "x", out _);
        memory.Keep(Record(1, isUnfinished: false));
        Directory.Delete(_folder.Text + "/drives");
        Assert.NotNull(memory.Save());
        Assert.NotNull(memory.Save());
        state.Dispose();
    }

    private StateDirectory Open()
    {
        Assert.Null(StateDirectory.Open(_folder.Path, out StateDirectory? state));
        return state!;
    }

    private static InfoHash Hash(byte number) => new([.. Enumerable.Repeat(number, InfoHash.Length)]);

    private static ResumeRecord Record(byte number, bool isUnfinished)
    {
        var verified = new Bitfield(10);
        verified.Set(new PieceIndex(number));
        return new() { InfoHash = Hash(number), Verified = verified, Stamps = [new FileStamp(5, 7)], IsUnfinished = isUnfinished };
    }
}
