namespace Simulation.Peers;

/// <summary>What a peer has asked for and was not answered: a block may be asked for more than once.</summary>
internal sealed class Asked
{
    private readonly Dictionary<(uint Piece, uint Begin), int> _blocks = [];

    /// <summary>Requests without an answer.</summary>
    public int Count { get; private set; }

    /// <summary>Notes a request.</summary>
    public void Add(uint piece, uint begin)
    {
        _blocks[(piece, begin)] = _blocks.GetValueOrDefault((piece, begin)) + 1;
        Count++;
    }

    /// <summary>Notes an answer.</summary>
    /// <returns>False when nobody asked.</returns>
    public bool Remove(uint piece, uint begin)
    {
        if (!_blocks.TryGetValue((piece, begin), out int times)) return false;
        if (times == 1) _blocks.Remove((piece, begin));
        else _blocks[(piece, begin)] = times - 1;
        Count--;
        return true;
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _blocks.Clear();
        Count = 0;
    }
}
