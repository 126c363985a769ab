using System.Net;
using EdgeSeed.Protocol;
using EdgeSeed.Web;

namespace EdgeSeed.Tests.Web;

public sealed class LoginPaceTests
{
    [Fact]
    public void Each_wrong_password_doubles_the_wait_up_to_a_minute_and_a_right_one_ends_it()
    {
        var pace = new LoginPace();
        AddressBlock one = Block(1), other = Block(2);
        Assert.True(pace.Wait(one, 0) <= TimeSpan.Zero);
        foreach (int seconds in (int[])[1, 2, 4, 8, 16, 32, 60, 60, 60])
        {
            pace.Failed(one, 5_000);
            Assert.Equal(TimeSpan.FromSeconds(seconds), pace.Wait(one, 5_000));
        }
        Assert.True(pace.Wait(other, 5_000) <= TimeSpan.Zero);
        pace.Succeeded(one);
        Assert.True(pace.Wait(one, 5_000) <= TimeSpan.Zero);
    }

    [Fact]
    public void Of_many_addresses_the_one_is_forgotten_whose_wait_ends_first()
    {
        var pace = new LoginPace();
        for (int i = 0; i <= LoginPace.MaxAddresses; i++) pace.Failed(Block(i), i);
        Assert.True(pace.Wait(Block(0), 0) <= TimeSpan.Zero);
        Assert.True(pace.Wait(Block(1), 0) > TimeSpan.Zero);
    }

    private static AddressBlock Block(int number) => AddressBlock.Of(new PeerEndPoint(new IPAddress([10, 0, (byte)(number >> 8), (byte)number]), 1));
}
