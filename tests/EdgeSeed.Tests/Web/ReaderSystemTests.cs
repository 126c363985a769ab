using EdgeSeed.Web;

namespace EdgeSeed.Tests.Web;

public sealed class ReaderSystemTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36", ReaderSystem.Android)]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X)", ReaderSystem.Apple)]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", ReaderSystem.Windows)]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", ReaderSystem.Mac)]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:128.0)", ReaderSystem.Linux)]
    [InlineData("curl/8.5", ReaderSystem.Other)]
    [InlineData("", ReaderSystem.Other)]
    public void System_is_what_the_browser_says(string userAgent, object expected) => Assert.Equal(expected, ReaderSystems.Of(userAgent));
}
