using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeSeed.Status;

/// <summary>An enumeration as its name in snake_case.</summary>
internal sealed class SnakeCaseEnum<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
