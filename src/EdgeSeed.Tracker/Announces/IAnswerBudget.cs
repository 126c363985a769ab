using EdgeSeed.Protocol;

namespace EdgeSeed.Tracker.Announces;

/// <summary>
/// What may be sent in answers, where the tracker shares a line with something else. Answers are small and late ones are worthless, so none
/// is delayed: each is charged after the fact, and while too much is owed, requests are not answered at all. Thread-safe.
/// </summary>
public interface IAnswerBudget
{
    /// <summary>Whether a request from this client may be answered now.</summary>
    bool MayAnswer(in PeerEndPoint client);

    /// <summary>Counts an answer.</summary>
    /// <param name="client">Who got it.</param>
    /// <param name="bytes">Its bytes, without the headers of HTTP, UDP and IP.</param>
    /// <param name="isDatagram">Whether it went by UDP; else over HTTP.</param>
    void Charge(in PeerEndPoint client, int bytes, bool isDatagram);
}
