namespace EdgeSeed.Linux.Tests;

public sealed class ThreadNicenessTests
{
    [Fact]
    public void Raise_concerns_the_calling_thread_alone()
    {
        string before = Nice(), inside = "";
        var thread = new Thread(() =>
        {
            ThreadNiceness.Raise();
            inside = Nice();
        });
        thread.Start();
        thread.Join();

        Assert.Equal("10", inside);
        Assert.Equal(before, Nice());
    }

    // Field 19 of proc_pid_stat(5); the second field, in parentheses, may hold spaces.
    private static string Nice() => File.ReadAllText("/proc/thread-self/stat").Split(')')[^1].Split(' ')[17];
}
