using System.Globalization;
using System.Text;
using System.Text.Json;
using EdgeSeed.Config.Types;

namespace EdgeSeed.Config.Binding;

/// <summary>Lists a configuration with the origin of every value: as TOML that can be read back, or as JSON.</summary>
internal static class ConfigListing
{
    /// <summary>TOML with a comment behind every value: <c># default</c>, <c># seed.toml:12</c> or <c># --upload</c>.</summary>
    public static string ToToml(SeedConfig config, ConfigOrigins origins, string? file)
    {
        StringBuilder listing = new();
        Add(ArraysBelow("", config));
        foreach (ConfigSection section in ConfigSchema.Sections.Where(section => !section.IsArray))
        {
            listing.Append(CultureInfo.InvariantCulture, $"{(listing.Length == 0 ? "" : "\n")}[{section.Path}]\n");
            Add(section.Entries(config).Concat(ArraysBelow(section.Path, config)));
        }
        return listing.ToString();

        void Add(IEnumerable<(ConfigKey Key, string Toml)> entries)
        {
            foreach ((ConfigKey key, string toml) in entries)
                listing.Append($"{key.Name} = {toml}".PadRight(40)).Append(" # ").Append(Origin(key, origins, file)).Append('\n');
        }
    }

    /// <summary>
    /// One JSON object: <c>file</c> (the path, or null) and <c>keys</c>, an object from full key to <c>value</c> (amounts as they
    /// are written in the file), <c>origin</c> and <c>effect</c> (<c>live</c> or <c>restart</c>).
    /// </summary>
    public static string ToJson(SeedConfig config, ConfigOrigins origins, string? file)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("file", file);
            writer.WriteStartObject("keys");
            foreach ((ConfigKey key, string value) in ConfigSchema.Sections.SelectMany(section => section.JsonEntries(config)))
            {
                writer.WriteStartObject(key.Path);
                writer.WritePropertyName("value");
                writer.WriteRawValue(value);
                writer.WriteString("origin", Origin(key, origins, file));
                writer.WriteString("effect", key.Effect == ConfigEffect.Live ? "live" : "restart");
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    // As an array of inline tables inside its parent, so that what is printed is one valid document.
    private static IEnumerable<(ConfigKey Key, string Toml)> ArraysBelow(string parent, SeedConfig config) => ConfigSchema.Sections
        .Where(section => section.IsArray && section.Path[..Math.Max(0, section.Path.LastIndexOf('.'))] == parent)
        .SelectMany(section => section.Entries(config));

    private static string Origin(ConfigKey key, ConfigOrigins origins, string? file) => origins.Find(key.Path) switch
    {
        null => "default",
        { Flag: { } flag } => flag,
        { Line: var line } => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}:{line}"),
    };
}
