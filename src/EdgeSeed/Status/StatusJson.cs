using System.Text.Json.Serialization;

namespace EdgeSeed.Status;

/// <summary>Writes and reads <see cref="StatusSnapshot"/> as JSON without reflection; members and states in snake_case.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(SnakeCaseEnum<ServicePhase>), typeof(SnakeCaseEnum<TorrentState>)])]
[JsonSerializable(typeof(StatusSnapshot))]
internal sealed partial class StatusJson : JsonSerializerContext;
