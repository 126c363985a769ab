using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeSeed.Engine.Announcing;

namespace EdgeSeed.Status;

/// <summary>Writes and reads <see cref="StatusSnapshot"/> as JSON without reflection; members and states in snake_case.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(SnakeCaseEnum<ServicePhase>), typeof(SnakeCaseEnum<TorrentState>), typeof(SnakeCaseEnum<AnnounceState>), typeof(SnakeCaseEnum<AlarmCode>)])]
[JsonSerializable(typeof(StatusSnapshot))]
internal sealed partial class StatusJson : JsonSerializerContext
{
    /// <summary>For a terminal or a file: indented, with letters of all scripts as they are.</summary>
    public static StatusJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new SnakeCaseEnum<ServicePhase>(), new SnakeCaseEnum<TorrentState>(), new SnakeCaseEnum<AnnounceState>(), new SnakeCaseEnum<AlarmCode>() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    });
}
