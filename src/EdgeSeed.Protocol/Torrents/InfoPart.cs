using System.Security.Cryptography;

namespace EdgeSeed.Protocol.Torrents;

/// <summary>A checked info dictionary on its way into a <see cref="Metainfo"/>.</summary>
internal sealed record InfoPart(
    Range Range,
    Range Pieces,
    SafePath Name,
    TorrentLayout Layout,
    TorrentFile[] Files,
    bool IsSingleFile,
    bool IsPrivate,
    bool IsHybrid,
    ByteText? Source)
{
    public Metainfo ToMetainfo(ReadOnlyMemory<byte> file, MetainfoEnvelope around)
    {
        ReadOnlyMemory<byte> info = file[Range];
        return new Metainfo
        {
            InfoHash = new InfoHash(SHA1.HashData(info.Span)),
            InfoBytes = info,
            NamePath = Name,
            Layout = Layout,
            PieceHashes = file[Pieces],
            Files = Files,
            IsSingleFile = IsSingleFile,
            IsPrivate = IsPrivate,
            IsHybrid = IsHybrid,
            Source = Source,
            Envelope = around,
        };
    }
}
