namespace EdgeSeed.Lifetime;

/// <summary>The parts of a service in the order in which they were opened; they are closed in the reverse, also when opening stops half-way.</summary>
internal sealed class PartStack : IAsyncDisposable
{
    private readonly Stack<object> _parts = new();

    /// <summary>Opens a service on a stack of its own; when that fails, what was opened so far is closed before the exception goes on.</summary>
    /// <param name="open">Opens the parts and makes the service, which owns the stack from then on.</param>
    public static async Task<T> OpenAsync<T>(Func<PartStack, Task<T>> open)
    {
        var parts = new PartStack();
        try
        {
            return await open(parts).ConfigureAwait(false);
        }
        catch
        {
            await parts.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes a part over.</summary>
    /// <param name="part">An <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/>.</param>
    /// <returns>The same part.</returns>
    public T Own<T>(T part) where T : class
    {
        _parts.Push(part);
        return part;
    }

    /// <summary>Closes every part, the last one opened first; one that fails keeps no other from being closed.</summary>
    /// <exception cref="AggregateException">What the parts threw.</exception>
    public async ValueTask DisposeAsync()
    {
        List<Exception> failures = [];
        while (_parts.TryPop(out object? part))
        {
            try
            {
                if (part is IAsyncDisposable closing) await closing.DisposeAsync().ConfigureAwait(false);
                else ((IDisposable)part).Dispose();
            }
            catch (Exception exception)
            {
                failures.Add(exception);
            }
        }
        if (failures.Count > 0) throw new AggregateException(failures);
    }
}
