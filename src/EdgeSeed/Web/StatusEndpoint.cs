using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Status;
using EdgeSeed.Storage;
using Microsoft.AspNetCore.Http;

namespace EdgeSeed.Web;

/// <summary>The snapshot for programs: <c>/healthz</c>, JSON, the terminal's table, metrics.</summary>
/// <param name="status">The current snapshot.</param>
/// <param name="supervisor">Knows which parts of the program have failed; null where nobody does.</param>
internal sealed class StatusEndpoint(StatusBoard status, Supervisor? supervisor)
{
    private static readonly TimeSpan s_healthPatience = TimeSpan.FromSeconds(5);

    /// <summary>200 while every part runs and the status comes, else 503 with the reason: what watches a box from outside goes by it.</summary>
    public async Task AnswerHealthAsync(HttpContext context)
    {
        string? reason = null;
        try
        {
            await status.ReadAsync().WaitAsync(s_healthPatience).ConfigureAwait(false);
            if (supervisor?.Down is [{ } fault, ..]) reason = $"{fault.Part} failed ({fault.Exception.GetType().Name})";
        }
        catch (Exception exception)
        {
            reason = $"the status cannot be taken ({exception.GetType().Name})";
        }
        await PlainAnswer.SayAsync(context, reason is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, $"{reason ?? "ok"}\n").ConfigureAwait(false);
    }

    /// <summary>The snapshot as JSON, torrent by torrent.</summary>
    /// <param name="context">The request's context.</param>
    /// <param name="isPublic">Whether a stranger asks (<see cref="StatusSnapshot.ForPublic"/>).</param>
    public async Task WriteJsonAsync(HttpContext context, bool isPublic)
    {
        StatusSnapshot current = await ReadAsync(isPublic).ConfigureAwait(false);
        PlainAnswer.Prepare(context.Response, "application/json");
        PipeWriter body = context.Response.BodyWriter;
        using var json = new Utf8JsonWriter(body, StatusJson.Options);
        var magnet = new ArrayBufferWriter<byte>();
        StatusJson.WriteHead(json, current);
        for (int i = 0; i < current.Torrents.Count; i++)
        {
            StatusJson.WriteTorrent(json, current.Torrents[i], current, magnet);
            if (i % PlainAnswer.EntriesPerFlush == PlainAnswer.EntriesPerFlush - 1)
            {
                json.Flush();
                HeapSweep.Run();
            }
            if (await PlainAnswer.IsGoneAsync(body, i, context).ConfigureAwait(false)) return;
        }
        StatusJson.WriteEnd(json);
    }

    /// <summary>The table of <c>edgeseed status</c>.</summary>
    /// <param name="context">The request's context.</param>
    /// <param name="columns">Width of the terminal in cells; 0 for lines as long as they are.</param>
    /// <param name="rows">Most lines, those of what is busy; 0 for everything.</param>
    /// <param name="isPublic">Whether a stranger asks.</param>
    public async Task WriteTableAsync(HttpContext context, int columns, int rows, bool isPublic)
    {
        StatusSnapshot current = await ReadAsync(isPublic).ConfigureAwait(false);
        PlainAnswer.Prepare(context.Response, "text/plain; charset=utf-8");
        PipeWriter body = context.Response.BodyWriter;
        int written = 0;
        foreach (string line in StatusTable.Lines(current, columns, rows))
        {
            Encoding.UTF8.GetBytes(line, body);
            Encoding.UTF8.GetBytes("\n", body);
            if (await PlainAnswer.IsGoneAsync(body, written++, context).ConfigureAwait(false)) return;
        }
    }

    /// <summary>What Prometheus reads.</summary>
    public async Task WriteMetricsAsync(HttpContext context)
    {
        StatusSnapshot current = await status.ReadAsync().ConfigureAwait(false);
        PlainAnswer.Prepare(context.Response, MetricsText.ContentType);
        // Anybody may read it: folders are called by their names alone.
        new MetricsText(context.Response.BodyWriter).Write(current with { Drives = current.ForPublic().Drives });
    }

    private async Task<StatusSnapshot> ReadAsync(bool isPublic)
    {
        StatusSnapshot current = await status.ReadAsync().ConfigureAwait(false);
        return isPublic ? current.ForPublic() : current;
    }
}
