using System.CommandLine;
using EdgeSeed.Protocol.Torrents;
using EdgeSeed.Storage;
using EdgeSeed.Torrents;

namespace EdgeSeed.Commands;

/// <content>From the options to the torrent, and from its bytes to a file.</content>
internal sealed partial class MakeCommand
{
    private MakeOptions OptionsOf(ParseResult parsed) => new()
    {
        Envelope = new MetainfoEnvelope
        {
            AnnounceTiers = [.. (parsed.GetValue(_announce) ?? []).Select(AddressList.Split)],
            WebSeeds = [.. (parsed.GetValue(_webSeeds) ?? []).SelectMany(AddressList.Split)],
            Comment = Text(parsed.GetValue(_comment)),
            CreatedBy = new ByteText(Product.Name),
            CreationDate = parsed.GetValue(_noDate) ? null : TimeProvider.System.GetUtcNow(),
        },
        PieceLength = parsed.GetValue(_pieceSize) is { } size && TryPieceLength(size, out int length) ? length : 0,
        IsPrivate = parsed.GetValue(_private),
        Source = Text(parsed.GetValue(_source)),
        StatesNotPrivate = IsLikeTransmission(parsed),
    };

    private WalkOptions WalkOf(ParseResult parsed) => IsLikeTransmission(parsed)
        ? WalkOptions.Default with { Order = FileOrder.Transmission, IncludeEmptyFiles = false }
        : WalkOptions.Default;

    private bool IsLikeTransmission(ParseResult parsed) => parsed.GetValue(_like) == Transmission;

    private static ByteText? Text(string? text) => string.IsNullOrEmpty(text) ? null : new ByteText(text);

    /// <summary>Writes beside the target and renames, so that a half-written torrent never bears its name.</summary>
    private static string? Save(string output, ReadOnlyMemory<byte> file, bool force)
    {
        string temporary = $"{output}.{Environment.ProcessId}.tmp";
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write)) stream.Write(file.Span);
            File.Move(temporary, output, force);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            try { File.Delete(temporary); }
            catch (Exception second) when (second is IOException or UnauthorizedAccessException) { return TorrentSource.Describe(temporary, second); }
            return TorrentSource.Describe(output, exception);
        }
    }
}
