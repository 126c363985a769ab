namespace EdgeSeed.Engine.Sessions;

public sealed partial class SeedSession
{
    /// <summary>The session's thread, until the session is disposed.</summary>
    internal void Run()
    {
        try
        {
            _loop.Begin();
            Action answer = AnswerAll;
            while (!_isStopping) _loop.RunRound(answer);
            Stop();
            _stopped.SetResult();
        }
        catch (Exception bug)
        {
            Break(bug);
            throw;
        }
    }

    /// <summary>
    /// A fault of ours that is no single peer's: what the session holds may be wrong, so it answers nobody any more. Whoever asks, or has asked, is told.
    /// </summary>
    private void Break(Exception bug)
    {
        var reason = new InvalidOperationException("The session has ended by a fault of its own.", bug);
        _questions.Writer.TryComplete(reason);
        while (_questions.Reader.TryRead(out Question? question)) question.Fail(reason);
        _broken.TrySetResult(reason);
        _stopped.TrySetException(bug);
    }

    private void AnswerAll()
    {
        while (_questions.Reader.TryRead(out Question? question)) question.Run();
    }

    private void Stop()
    {
        _questions.Writer.TryComplete();
        _loop.CloseAll();
        AnswerAll();
        _loop.Dispose();
    }
}
