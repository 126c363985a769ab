using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;

namespace Shims.Tests.Systemd;

public class SystemdHelpersTests
{
    [Fact]
    public void AddSystemd_outsideSystemd_registersNothing()
    {
        Assert.False(SystemdHelpers.IsSystemdService());
        Assert.Empty(new ServiceCollection().AddSystemd());
    }
}
