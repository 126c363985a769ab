using Tomlyn.Syntax;

namespace Tomlyn.Parsing;

/// <summary>
/// Every name that a document defines, each known by an index. One dictionary holds all, so that a name costs little however a
/// hostile document spreads them over tables.
/// </summary>
internal sealed class DefinitionTree
{
    private readonly Dictionary<(int Parent, string Name), int> _indexes = [];
    private readonly List<(DefinitionKind Kind, int Line, int Content)> _definitions = [];

    /// <summary>A table that nothing else contains: the document itself, or an inline table.</summary>
    public int AddRoot()
    {
        _definitions.Add((DefinitionKind.Table, 0, _definitions.Count));
        return _definitions.Count - 1;
    }

    /// <summary>Defines a name in a table.</summary>
    public int Add(int parent, string name, DefinitionKind kind, TextPosition place)
    {
        int index = _definitions.Count;
        _indexes.Add((parent, name), index);
        _definitions.Add((kind, place.Line + 1, index));
        return index;
    }

    /// <summary>Finds a name in a table.</summary>
    public bool TryFind(int parent, string name, out int index) => _indexes.TryGetValue((parent, name), out index);

    /// <summary>How it was defined.</summary>
    public DefinitionKind Kind(int index) => _definitions[index].Kind;

    /// <summary>The line of its definition, from 1.</summary>
    public int Line(int index) => _definitions[index].Line;

    /// <summary>What holds its names: itself, or the last element of an array of tables.</summary>
    public int Content(int index) => _definitions[index].Content;

    /// <summary>Defines, by header or dotted key, a table that was only implied so far.</summary>
    public void Define(int index, DefinitionKind kind, TextPosition place) => _definitions[index] = (kind, place.Line + 1, index);

    /// <summary>Gives an array of tables a new last element.</summary>
    public int AddElement(int index)
    {
        int element = AddRoot();
        _definitions[index] = _definitions[index] with { Content = element };
        return element;
    }
}
