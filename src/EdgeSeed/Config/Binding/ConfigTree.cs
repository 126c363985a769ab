using System.Globalization;
using EdgeSeed.Config.Toml;
using EdgeSeed.Config.Values;
using Tomlyn.Syntax;

namespace EdgeSeed.Config.Binding;

/// <summary>
/// Turns the syntax tree of a TOML document into nested <see cref="ConfigValue"/> tables. Headers, dotted keys and inline tables end up
/// alike. Syntax errors become problems, and what is still readable around them is kept, so that one run shows everything wrong.
/// </summary>
internal sealed class ConfigTree
{
    private readonly ConfigProblemList _problems;

    private ConfigTree(ConfigProblemList problems) => _problems = problems;

    /// <summary>Reads a document; the result is its top table.</summary>
    public static ConfigValue Read(string text, ConfigProblemList problems)
    {
        // UTF-16 has a zero in every second byte, which is one mistake.
        if (text.IndexOf('\0') is >= 0 and int zero)
        {
            int start = text.AsSpan(0, zero).LastIndexOf('\n') + 1;
            problems.Add(new ConfigPlace(text.AsSpan(0, start).Count('\n') + 1, zero - start + 1, 1), "the file is not UTF-8 text here: a zero byte");
            text = text[..start];
        }
        return new ConfigTree(problems).ReadDocument(TomlReader.Read(text, problems));
    }

    private ConfigValue ReadDocument(DocumentSyntax document)
    {
        ConfigValue root = new(ConfigValueKind.Table, default);
        AddAll(root, document.KeyValues);
        foreach (TableSyntaxBase table in document.Tables)
        {
            if (table.Name is not { } name) continue;
            List<(string Key, ConfigPlace Place)> parts = PartsOf(name);
            if (parts is [{ Key: var top }, ..] && TomlReader.IsLost(top)) continue;
            if (Open(root, parts, isArray: table is TableArraySyntax) is { } target) AddAll(target, table.Items);
        }
        return root;
    }

    private void AddAll(ConfigValue table, SyntaxList<KeyValueSyntax> items)
    {
        foreach (KeyValueSyntax item in items) Add(table, item);
    }

    private void Add(ConfigValue table, KeyValueSyntax item)
    {
        if (item.Key is not { } key || item.Value is not { } value) return;
        List<(string Key, ConfigPlace Place)> parts = PartsOf(key);
        if (parts.Count == 0 || Descend(table, parts[..^1]) is not { } target) return;
        (string last, ConfigPlace place) = parts[^1];
        if (target.Find(last) is { } earlier) ReportTwice(last, place, earlier);
        else target.Entries.Add(new ConfigEntry(last, place, ReadValue(value)));
    }

    private ConfigValue? Open(ConfigValue root, List<(string Key, ConfigPlace Place)> parts, bool isArray)
    {
        if (parts.Count == 0 || Descend(root, parts[..^1]) is not { } parent) return null;
        (string last, ConfigPlace place) = parts[^1];
        ConfigEntry? entry = parent.Find(last);
        if (!isArray && entry is { Value.Kind: ConfigValueKind.Table }) return entry.Value;
        ConfigValue table = new(ConfigValueKind.Table, place);
        if (!isArray && entry is null) parent.Entries.Add(new ConfigEntry(last, place, table));
        else if (isArray && entry is null)
        {
            ConfigValue array = new(ConfigValueKind.TableArray, place);
            array.Items.Add(table);
            parent.Entries.Add(new ConfigEntry(last, place, array));
        }
        else if (isArray && entry!.Value.Kind == ConfigValueKind.TableArray) entry.Value.Items.Add(table);
        else
        {
            ReportTwice(last, place, entry!);
            return null;
        }
        return table;
    }

    private ConfigValue? Descend(ConfigValue table, List<(string Key, ConfigPlace Place)> parts)
    {
        foreach ((string key, ConfigPlace place) in parts)
        {
            ConfigEntry? entry = table.Find(key);
            if (entry is null)
            {
                entry = new ConfigEntry(key, place, new ConfigValue(ConfigValueKind.Table, place));
                table.Entries.Add(entry);
            }
            else if (entry.Value is { Kind: ConfigValueKind.TableArray, Items: [.., var latest] })
            {
                table = latest;
                continue;
            }
            else if (entry.Value.Kind != ConfigValueKind.Table)
            {
                ReportTwice(key, place, entry);
                return null;
            }
            table = entry.Value;
        }
        return table;
    }

    private ConfigValue ReadValue(ValueSyntax value)
    {
        ConfigPlace place = PlaceOf(value.Span);
        switch (value)
        {
            case StringValueSyntax text: return new ConfigValue(ConfigValueKind.Text, place) { Text = text.Value ?? "" };
            case IntegerValueSyntax integer: return new ConfigValue(ConfigValueKind.Integer, place) { Integer = integer.Value };
            case BooleanValueSyntax boolean: return new ConfigValue(ConfigValueKind.Boolean, place) { Boolean = boolean.Value };
            case FloatValueSyntax number: return new ConfigValue(ConfigValueKind.Fraction, place) { Fraction = number.Value, Text = "a number with a fraction" };
            case ArraySyntax array:
                ConfigValue list = new(ConfigValueKind.Array, place);
                foreach (ArrayItemSyntax item in array.Items)
                {
                    if (item.Value is { } each) list.Items.Add(ReadValue(each));
                }
                return list;
            case InlineTableSyntax inline:
                ConfigValue table = new(ConfigValueKind.Table, place);
                foreach (InlineTableItemSyntax item in inline.Items)
                {
                    if (item.KeyValue is { } pair) Add(table, pair);
                }
                return table;
            default: return new ConfigValue(ConfigValueKind.Other, place) { Text = "a date or time" };
        }
    }

    // The parser reports most repeated keys itself.
    private void ReportTwice(string key, ConfigPlace place, ConfigEntry earlier)
    {
        if (_problems.HasLine(place.Line)) return;
        string line = earlier.KeyPlace.Line.ToString(CultureInfo.InvariantCulture);
        _problems.Add(place, $"\"{Printable.Shorten(key)}\" is set twice; the first time in line {line}");
    }

    private static List<(string Key, ConfigPlace Place)> PartsOf(KeySyntax name)
    {
        List<(string Key, ConfigPlace Place)> parts = [];
        if (TextOf(name.Key) is { } first) parts.Add((first, PlaceOf(name.Key!.Span)));
        foreach (DottedKeyItemSyntax dotted in name.DotKeys)
        {
            if (TextOf(dotted.Key) is { } next) parts.Add((next, PlaceOf(dotted.Key!.Span)));
        }
        return parts;
    }

    private static string? TextOf(BareKeyOrStringValueSyntax? key) => key switch
    {
        BareKeySyntax bare => bare.Key?.Text,
        StringValueSyntax quoted => quoted.Value,
        _ => null,
    };

    private static ConfigPlace PlaceOf(SourceSpan span) => new(
        span.Start.Line + 1,
        span.Start.Column + 1,
        span.End.Line == span.Start.Line ? Math.Max(1, span.End.Column - span.Start.Column + 1) : 1);
}
