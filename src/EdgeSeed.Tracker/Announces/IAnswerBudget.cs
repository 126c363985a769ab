using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Announces;

/// <summary>
/// What may be sent in answers, where the tracker shares a line with something else. Answers are small and late ones are worthless, so none
/// is delayed: each is charged after the fact, names no more peers than there is room for, and while too much is owed, requests are not answered at all. Thread-safe.
/// </summary>
public interface IAnswerBudget
{
    /// <summary>Bytes of the longest answer that may be given to this client now, without the headers of HTTP, UDP and IP; 0 for none.</summary>
    int RoomFor(in PeerEndPoint client);

    /// <summary>Counts an answer.</summary>
    /// <param name="client">Who got it.</param>
    /// <param name="bytes">Its bytes, without the headers of HTTP, UDP and IP.</param>
    /// <param name="isDatagram">Whether it went by UDP; else over HTTP.</param>
    void Charge(in PeerEndPoint client, int bytes, bool isDatagram);
}
