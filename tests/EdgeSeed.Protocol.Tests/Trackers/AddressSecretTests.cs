using EdgeSeed.Protocol.Trackers;

namespace EdgeSeed.Protocol.Tests.Trackers;

public class AddressSecretTests
{
    [Theory]
    [InlineData("http://tracker.example:6969/announce")]
    [InlineData("udp://tracker.example:1337/announce")]
    [InlineData("udp://[2001:db8::1]:1337")]
    [InlineData("https://tracker.example/tracker/announce.php")]
    [InlineData("https://tracker.example/v2/announce")]
    [InlineData("https://tracker.example/api1/announce2")]
    [InlineData("not an address")]
    [InlineData("")]
    public void Tracker_without_a_secret_is_shown_as_it_is(string address)
    {
        Assert.Equal(address, AddressSecret.HideInTracker(address));
        Assert.False(AddressSecret.IsInTracker(address));
    }

    [Theory]
    [InlineData("http://t.example/SECRETPASSKEY0123456789abcdef/announce", "http://t.example/…/announce")]
    [InlineData("http://t.example/abcdefghijklmnopqrstuvwxyzabcdef/announce", "http://t.example/…/announce")]
    [InlineData("http://t.example/a1b2c3d4/announce", "http://t.example/…/announce")]
    [InlineData("http://t.example/v2a/announce", "http://t.example/…/announce")]
    [InlineData("http://t.example/v123/announce", "http://t.example/…/announce")]
    [InlineData("udp://t.example:80/announce/7f3c9e", "udp://t.example:80/announce/…")]
    [InlineData("http://t.example/announce.php?passkey=0123&uid=7", "http://t.example/announce.php?passkey=…&uid=…")]
    [InlineData("http://t.example/announce?0123456789abcdef", "http://t.example/announce?…")]
    [InlineData("http://user:word@t.example:81/announce", "http://…@t.example:81/announce")]
    [InlineData("http://us@er:wo@rd@t.example", "http://…@t.example")]
    [InlineData("udp://t.example:80?auth=x#y", "udp://t.example:80?auth=…&…")]
    public void Tracker_with_a_secret_is_shown_without(string address, string shown)
    {
        Assert.Equal(shown, AddressSecret.HideInTracker(address));
        Assert.True(AddressSecret.IsInTracker(address));
    }

    [Theory]
    [InlineData("https://cdimage.example/debian-cd/12.2.0/amd64/iso-cd/debian-12.2.0-amd64-netinst.iso")]
    [InlineData("https://archive.example/download/SomeLongIdentifier20200101/")]
    [InlineData("http://box.local:6969/files/")]
    public void Web_seed_of_plain_names_is_shown_as_it_is(string address) => Assert.Equal(address, AddressSecret.HideInWebSeed(address));

    [Theory]
    [InlineData("https://dl.example/k3y9x8z7q1w2e3r4t5/film.mkv", "https://dl.example/…/film.mkv")]
    [InlineData("https://dl.example/0123456789abcdef0123456789abcdef/", "https://dl.example/…/")]
    [InlineData("https://me:pw@dl.example/film.mkv", "https://…@dl.example/film.mkv")]
    [InlineData("https://dl.example/get?file=1&token=abc", "https://dl.example/get?file=…&token=…")]
    public void Web_seed_with_a_secret_is_shown_without(string address, string shown) => Assert.Equal(shown, AddressSecret.HideInWebSeed(address));

    [Theory]
    [InlineData("no such key: SecretPasskey99", "no such key: …")]
    [InlineData("see http://t.example/SECRETPASSKEY99/announce?user=joe", "see http://t.example/…/announce?user=…")]
    [InlineData("go to udp://other.example/aa11bb22cc33", "go to udp://other.example/…")]
    [InlineData("joe is unknown here", "joe is unknown here")]
    [InlineData("password pass%3Dword and pass=word", "password … and …")]
    public void Echo_of_an_address_is_shown_without_its_secrets(string words, string shown) =>
        Assert.Equal(shown, AddressSecret.HideEcho(words, "http://t.example/SECRETPASSKEY99/announce?user=joe&p=pass%3Dword"));

    [Fact]
    public void Overlong_text_is_not_looked_through()
    {
        string text = new('a', AddressSecret.MaxChars + 1);
        Assert.Equal(AddressSecret.Mask, AddressSecret.HideInTracker("http://" + text));
        Assert.Equal(AddressSecret.Mask, AddressSecret.HideEcho(text, "http://t.example/announce"));
    }
}
