using System.Runtime.CompilerServices;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Engine.Network;
using EdgeSeed.Protocol.Addresses;

namespace EdgeSeed.Engine.Web;

/// <summary>Fetches a small file from a web server, such as a <c>.torrent</c>, over HTTP or HTTPS.</summary>
public static class WebFetch
{
    private const int OkStatus = 200;

    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(1);

    /// <summary>Fetches a file.</summary>
    /// <param name="egress">By which way.</param>
    /// <param name="address">Starts with <c>http://</c> or <c>https://</c>.</param>
    /// <param name="maxBytes">A longer file is refused.</param>
    /// <param name="budget">Charged with what is sent.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Breaks it off.</param>
    /// <returns>The bytes, or what is wrong in plain words.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<(byte[]? File, string? Problem)> GetAsync(
        Egress egress, string address, int maxBytes, UploadBudget budget, TimeProvider time, CancellationToken cancellation)
    {
        WrittenAddress read = WrittenAddress.Read(address, AddressKind.Web);
        if (!TrackerAddress.TryCreateVerbatim(read.Text ?? "", out Uri? uri)) return (null, read.Remark ?? "not a web address");
        using var timeout = new CancellationTokenSource(s_timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        var dial = new HttpDial(egress, egress.LookUpAsync, budget, time);
        try
        {
            HttpExchange get = await dial.AskAsync(uri, "", family: null, source: null, LocalReach.Host, either.Token).ConfigureAwait(false);
            await using ConfiguredAsyncDisposable ending = get.ConfigureAwait(false);
            return await ReadAsync(get, maxBytes, either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (HttpDial.IsFailure(e))
        {
            cancellation.ThrowIfCancellationRequested();
            return (null, HttpDial.Describe(e));
        }
    }

    private static async Task<(byte[]? File, string? Problem)> ReadAsync(HttpExchange get, int maxBytes, CancellationToken cancellation)
    {
        if (get.Head.Status != OkStatus) return (null, $"the server answers with status {get.Head.Status}");
        byte[]? file = await get.ReadBodyAsync(maxBytes, cancellation).ConfigureAwait(false);
        return file is null ? (null, $"it is longer than {maxBytes} bytes") : (file, null);
    }
}
