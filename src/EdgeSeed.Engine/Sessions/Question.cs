namespace EdgeSeed.Engine.Sessions;

/// <summary>What somebody outside has the session's thread do. Each is run or failed, and never forgotten.</summary>
internal abstract class Question
{
    /// <summary>Runs it.</summary>
    public abstract void Run();

    /// <summary>Answers that the session is no more.</summary>
    public abstract void Fail(Exception reason);
}

/// <summary>A question with an answer.</summary>
/// <param name="ask">Run on the session's thread.</param>
internal sealed class Question<T>(Func<T> ask) : Question
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer, or why there is none.</summary>
    public Task<T> Answer => _answer.Task;

    /// <inheritdoc/>
    public override void Run()
    {
        try
        {
            _answer.SetResult(ask());
        }
        catch (Exception bug)
        {
            _answer.SetException(bug);
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Fail(Exception reason) => _answer.TrySetException(reason);
}
