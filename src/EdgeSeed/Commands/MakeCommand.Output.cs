using System.CommandLine;
using EdgeSeed.Protocol;
using EdgeSeed.Protocol.Addresses;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage.Content;
using EdgeSeed.Storage.Hashing;
using EdgeSeed.Terminal;
using EdgeSeed.Torrents;

namespace EdgeSeed.Commands;

/// <content>From the options to what they ask for.</content>
internal sealed partial class MakeCommand
{
    private MakeOptions OptionsOf(ParseResult parsed) => new()
    {
        Envelope = new MetainfoEnvelope
        {
            AnnounceTiers = [.. (parsed.GetValue(_announce) ?? []).Select(value => AddressList.Read(value, AddressKind.Tracker))],
            WebSeeds = [.. (parsed.GetValue(_webSeeds) ?? []).SelectMany(value => AddressList.Read(value, AddressKind.Web))],
            Comment = Text(parsed.GetValue(_comment)),
            CreatedBy = new ByteText(Product.Name),
            CreationDate = parsed.GetValue(_noDate) ? null : TimeProvider.System.GetUtcNow(),
        },
        Format = FormatOf(parsed),
        PieceLength = parsed.GetValue(_pieceSize) is { } size && PieceSizeText.Read(size, out int length) is null ? length : 0,
        IsPrivate = parsed.GetValue(_private),
        Source = Text(parsed.GetValue(_source)),
        StatesNotPrivate = IsLikeTransmission(parsed),
    };

    private WalkOptions WalkOf(ParseResult parsed) => IsLikeTransmission(parsed)
        ? WalkOptions.Default with { Order = FileOrder.Transmission, IncludeEmptyFiles = false }
        : WalkOptions.Default with { Order = FormatOf(parsed) == TorrentFormat.V1 ? FileOrder.Bytes : FileOrder.Tree };

    private TorrentFormat FormatOf(ParseResult parsed) => FormatText.Read(parsed.GetValue(_format)) ?? TorrentFormat.V1;

    private bool IsLikeTransmission(ParseResult parsed) => parsed.GetValue(_like) == Transmission;

    private static ByteText? Text(string? text) => string.IsNullOrEmpty(text) ? null : new ByteText(text);
}
