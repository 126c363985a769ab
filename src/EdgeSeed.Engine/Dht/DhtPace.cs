namespace EdgeSeed.Engine.Dht;

/// <summary>
/// How many bytes a second go out for the DHT: most for our own questions, and an eighth for answers; what one of the two leaves, the other may take. Not
/// safe for threads.
/// </summary>
internal sealed class DhtPace
{
    /// <summary>The part of the rate that is kept for answers.</summary>
    private const double AnswerPart = 0.125;

    /// <summary>So much can be saved up, in seconds; and at least a datagram or two, that a small rate can be used at all.</summary>
    private const double SavedSeconds = 2;

    private const double LeastSaved = 400;

    /// <summary>So much can be saved up for answers at least: one, with peers.</summary>
    private const double LongestAnswer = 800;

    private double _questions, _answers;
    private long _at = long.MinValue;

    /// <summary>Bytes a second, headers included.</summary>
    public long BytesPerSecond { get; set; }

    /// <summary>Bytes gone out since the start, headers included.</summary>
    public long TotalBytes { get; private set; }

    private double Capacity => Math.Max(BytesPerSecond * SavedSeconds, LeastSaved);

    /// <summary>Whether there is room for more than what is under way: half of what can be saved up is there.</summary>
    public bool HasPlenty(long now)
    {
        Refill(now);
        return _questions >= Capacity / 2;
    }

    /// <summary>Whether a question may go out now.</summary>
    public bool MayAsk(int bytes, long now)
    {
        Refill(now);
        return _questions >= bytes;
    }

    /// <summary>Whether an answer may go out now.</summary>
    public bool MayAnswer(int bytes, long now)
    {
        Refill(now);
        return _answers >= bytes || _questions - bytes >= Capacity / 2;
    }

    /// <summary>Counts a question that has gone out.</summary>
    public void Asked(int bytes)
    {
        _questions -= bytes;
        TotalBytes += bytes;
    }

    /// <summary>Counts an answer that has gone out.</summary>
    public void Answered(int bytes)
    {
        if (_answers >= bytes) _answers -= bytes;
        else _questions -= bytes;
        TotalBytes += bytes;
    }

    private void Refill(long now)
    {
        double seconds = _at == long.MinValue ? SavedSeconds / 2 : Math.Max(0, now - _at) / 1000.0;
        _at = now;
        _answers += seconds * BytesPerSecond * AnswerPart;
        double most = Math.Max(Capacity * AnswerPart, LongestAnswer), left = Math.Max(0, _answers - most);
        _answers = Math.Min(_answers, most);
        _questions = Math.Min(_questions + seconds * BytesPerSecond * (1 - AnswerPart) + left, Capacity);
    }
}
