using System.Collections;

namespace Tomlyn.Syntax;

/// <summary>Nodes in the order of the text.</summary>
/// <typeparam name="TSyntaxNode">What the list holds.</typeparam>
public sealed class SyntaxList<TSyntaxNode> : SyntaxNode, IEnumerable<TSyntaxNode> where TSyntaxNode : SyntaxNode
{
    private static readonly List<TSyntaxNode> None = [];

    /// <summary>Shared while empty: most keys have no dots.</summary>
    private List<TSyntaxNode> _children = None;

    /// <summary>How many nodes there are.</summary>
    public int ChildrenCount => _children.Count;

    /// <summary>Adds a node at the end.</summary>
    public void Add(TSyntaxNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (_children == None) _children = [];
        _children.Add(node);
    }

    /// <summary>One of the nodes, by index from 0.</summary>
    public TSyntaxNode? GetChild(int index) => _children[index];

    /// <summary>The nodes from first to last.</summary>
    public List<TSyntaxNode>.Enumerator GetEnumerator() => _children.GetEnumerator();

    IEnumerator<TSyntaxNode> IEnumerable<TSyntaxNode>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
