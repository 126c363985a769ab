using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeSeed.Torrents;

/// <summary>What commands print with <c>--json</c>, written without reflection; members in snake_case, absent ones left out.</summary>
[JsonSerializable(typeof(TorrentDescription))]
[JsonSerializable(typeof(VerifyDescription))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>Indented, with letters of all scripts as they are: the output is JSON on a terminal or in a file, never inside HTML.</summary>
    public static ReportJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    });
}
