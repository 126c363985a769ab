using EdgeSeed.Config;
using EdgeSeed.Engine;
using EdgeSeed.Memory;

namespace EdgeSeed.Serve;

/// <summary>The bounds of the seeder, as the configuration and the memory allow.</summary>
internal static class SessionOptions
{
    /// <summary>Reads them from a configuration.</summary>
    public static EngineOptions Of(SeedConfig config, MemoryPlan memory)
    {
        SeederConfig seeder = config.Seeder;
        var options = new EngineOptions();
        return options with
        {
            NodePort = (ushort)config.Service.DhtPort,
            MaxPeers = seeder.MaxPeers,
            MaxPeersTorrent = seeder.MaxPeersPerTorrent,
            MaxConnecting = seeder.MaxHalfOpen,
            UploadSlots = seeder.UploadSlots,
            ByNeed = seeder.ByNeed,
            SilenceTimeout = seeder.IdleTimeout,
            MaxTorrents = Math.Min(config.Library.MaxTorrents, memory.Torrents),
            MaxPeerBytes = memory.PeerBytes,
            MaxPartialBytes = Math.Min(options.MaxPartialBytes, memory.PeerBytes / 4),
            BufferCount = memory.Buffers(options.BufferBytes),
            PeerExchange = seeder.PeerExchange,
            SeeksPeers = seeder.Connect,
            SuperSeeding = seeder.SuperSeeding switch
            {
                SuperSeeding.Always => SuperSeedingPolicy.Always,
                SuperSeeding.Never => SuperSeedingPolicy.Never,
                _ => SuperSeedingPolicy.Auto,
            },
            Encryption = seeder.Encryption switch
            {
                Encryption.Require => EncryptionPolicy.Require,
                Encryption.Off => EncryptionPolicy.Off,
                _ => EncryptionPolicy.Prefer,
            },
        };
    }
}
