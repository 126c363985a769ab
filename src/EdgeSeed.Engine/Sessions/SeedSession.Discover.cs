using EdgeSeed.Engine.Discovery;

namespace EdgeSeed.Engine.Sessions;

public sealed partial class SeedSession
{
    /// <summary>
    /// Finds peers, and lets itself be found, on these networks without a tracker (BEP 14), for torrents that are not private; whoever is found
    /// is treated like a peer that a tracker named. May be called again when networks come and go.
    /// </summary>
    /// <param name="networks">Where; at most 16 are used, and with none it is off, as it is at first.</param>
    /// <returns>Whether it works on any of them.</returns>
    public Task<bool> DiscoverOnAsync(IReadOnlyList<LocalNetwork> networks) => AskAsync(() => _context.Discovery.DiscoverOn(networks));
}
