using Tomlyn.Syntax;

namespace Tomlyn.Parsing;

/// <summary>Checks that nothing is defined twice, and that nothing is added to what is complete.</summary>
internal sealed class DefinitionRules(ErrorLog errors)
{
    private readonly DefinitionTree _tree = new();
    private readonly KeyParts _key = new();

    /// <summary>Checks a document; parts that could not be parsed are left out, and so are the entries below a wrong header.</summary>
    public void Check(DocumentSyntax document)
    {
        int root = _tree.AddRoot();
        CheckEntries(document.KeyValues, root);
        foreach (TableSyntaxBase table in document.Tables)
        {
            if (errors.IsFull) return;
            if (EnterHeader(table, root) is { } content) CheckEntries(table.Items, content);
        }
    }

    private void CheckEntries(SyntaxList<KeyValueSyntax> entries, int table)
    {
        foreach (KeyValueSyntax entry in entries)
        {
            if (errors.IsFull) return;
            CheckEntry(entry, table);
        }
    }

    /// <summary>Defines a header's table.</summary>
    /// <returns>What holds the names of its entries; <see langword="null"/> when the header is wrong.</returns>
    private int? EnterHeader(TableSyntaxBase table, int root)
    {
        if (table.Name is null) return null;
        _key.Read(table.Name);
        int parent = root;
        foreach ((string name, SourceSpan span) in _key.Path)
        {
            if (!_tree.TryFind(parent, name, out int index)) index = _tree.Add(parent, name, DefinitionKind.Implied, span.Start);
            else if (_tree.Kind(index) == DefinitionKind.Value) return Refuse(span, name, index, "is a value and cannot hold a table");
            parent = _tree.Content(index);
        }
        return table is TableArraySyntax ? EnterElement(parent, _key.Last) : EnterTable(parent, _key.Last);
    }

    private int? EnterTable(int parent, (string Name, SourceSpan Span) last)
    {
        if (!_tree.TryFind(parent, last.Name, out int index)) return _tree.Add(parent, last.Name, DefinitionKind.Table, last.Span.Start);
        if (_tree.Kind(index) != DefinitionKind.Implied) return Refuse(last.Span, last.Name, index, Already(index));
        _tree.Define(index, DefinitionKind.Table, last.Span.Start);
        return index;
    }

    private int? EnterElement(int parent, (string Name, SourceSpan Span) last)
    {
        bool isKnown = _tree.TryFind(parent, last.Name, out int index);
        if (!isKnown) index = _tree.Add(parent, last.Name, DefinitionKind.TableArray, last.Span.Start);
        else if (_tree.Kind(index) != DefinitionKind.TableArray) return Refuse(last.Span, last.Name, index, Already(index));
        return _tree.AddElement(index);
    }

    private void CheckEntry(KeyValueSyntax entry, int table)
    {
        if (entry.Key is null) return;
        _key.Read(entry.Key);
        int? parent = table;
        foreach ((string name, SourceSpan span) in _key.Path) parent = parent is { } inside ? EnterDotted(inside, name, span) : null;
        if (parent is { } holder)
        {
            (string name, SourceSpan span) = _key.Last;
            if (_tree.TryFind(holder, name, out int index)) Refuse(span, name, index, Already(index));
            else _tree.Add(holder, name, DefinitionKind.Value, span.Start);
        }
        CheckValue(entry.Value);
    }

    private int? EnterDotted(int parent, string name, SourceSpan span)
    {
        if (!_tree.TryFind(parent, name, out int index)) return _tree.Add(parent, name, DefinitionKind.Dotted, span.Start);
        switch (_tree.Kind(index))
        {
            case DefinitionKind.Dotted:
                return index;
            case DefinitionKind.Implied:
                _tree.Define(index, DefinitionKind.Dotted, span.Start);
                return index;
            case DefinitionKind.Value:
                return Refuse(span, name, index, "is a value and cannot be extended by a dotted key");
            default:
                return Refuse(span, name, index, "has a header of its own and cannot be extended by a dotted key");
        }
    }

    private void CheckValue(ValueSyntax? value)
    {
        if (value is ArraySyntax array)
        {
            foreach (ArrayItemSyntax item in array.Items) CheckValue(item.Value);
        }
        else if (value is InlineTableSyntax inline)
        {
            int root = _tree.AddRoot();
            foreach (InlineTableItemSyntax item in inline.Items)
            {
                if (item.KeyValue is { } entry) CheckEntry(entry, root);
            }
        }
    }

    private string Already(int index) => _tree.Kind(index) switch
    {
        DefinitionKind.Value => "is already defined",
        DefinitionKind.TableArray => "is already an array of tables",
        _ => "is already a table",
    };

    private int? Refuse(SourceSpan span, string name, int index, string problem)
    {
        errors.Add(span, $"{Readable.Excerpt(name)} {problem} (line {_tree.Line(index)})");
        return null;
    }
}
