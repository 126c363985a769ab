using EdgeSeed.Protocol.Trackers;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeSeed.Protocol.Tests;

/// <summary>Values for property tests, extremes included.</summary>
internal static class Generate
{
    public static Gen<byte[]> Bytes(int length) => Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value), length);

    public static Gen<byte[]> BytesUpTo(int maxLength) => Gen.Choose(0, maxLength).SelectMany(Bytes);

    public static Gen<InfoHash> InfoHash { get; } = Bytes(20).Select(bytes => new InfoHash(bytes));

    public static Gen<PeerId> PeerId { get; } = Bytes(20).Select(bytes => new PeerId(bytes));

    public static Gen<uint> UInt32 { get; } = Bytes(4).Select(bytes => BitConverter.ToUInt32(bytes)).Or(0u, 1u, uint.MaxValue);

    public static Gen<ulong> UInt64 { get; } = Bytes(8).Select(bytes => BitConverter.ToUInt64(bytes)).Or(0ul, 1ul, ulong.MaxValue);

    public static Gen<ushort> Port { get; } = Gen.Choose(0, 65535).Select(value => (ushort)value).Or<ushort>(0, 1, 65535);

    public static Gen<int> Count { get; } = Gen.Choose(0, int.MaxValue).Or(0, 1, int.MaxValue);

    public static Gen<long> ByteCount { get; } = UInt64.Select(value => (long)(value >> 1)).Or(0, 1, long.MaxValue);

    public static Gen<PeerEndPoint> EndPoint4 { get; } =
        from compact in Bytes(PeerEndPoint.CompactIPv4Length)
        select PeerEndPoint.FromCompact(compact);

    public static Gen<PeerEndPoint> EndPoint6 { get; } =
        (from compact in Bytes(PeerEndPoint.CompactIPv6Length)
         select PeerEndPoint.FromCompact(compact)).Where(peer => !peer.IsIPv4);

    public static Gen<PeerEndPoint> EndPoint { get; } = Gen.OneOf(EndPoint4, EndPoint6);

    public static Gen<AnnounceRequest> Announce { get; } =
        from infoHash in InfoHash
        from peerId in PeerId
        from port in Port
        from uploaded in ByteCount
        from downloaded in ByteCount
        from left in ByteCount
        from reason in Gen.Choose(0, 4)
        from peersWanted in Gen.Choose(-1, int.MaxValue).Or(-1, 0, int.MaxValue)
        from key in UInt32
        from address in Maybe(EndPoint4.Where(peer => peer.IPv4Address != 0))
        select new AnnounceRequest
        {
            InfoHash = infoHash,
            PeerId = peerId,
            Port = port,
            Uploaded = uploaded,
            Downloaded = downloaded,
            Left = left,
            Event = (AnnounceEvent)reason,
            PeersWanted = peersWanted,
            Key = key,
            ClaimedAddress = address?.WithPort(port),
        };

    public static Gen<T?> Maybe<T>(Gen<T> gen)
        where T : struct => Gen.OneOf(gen.Select(value => (T?)value), Gen.Constant<T?>(null));

    public static Gen<T> Or<T>(this Gen<T> gen, params T[] extremes) => Gen.Frequency((4, gen), (1, Gen.Elements(extremes)));

    public static void Holds<T>(this Gen<T> gen, Func<T, bool> property) => Prop.ForAll(gen.ToArbitrary(), property).QuickCheckThrowOnFailure();
}
