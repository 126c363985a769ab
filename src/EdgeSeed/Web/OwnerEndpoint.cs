using System.IO.Pipelines;
using EdgeSeed.Config;
using EdgeSeed.Config.Units;
using EdgeSeed.Lifetime;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Owner;
using EdgeSeed.Protocol;
using EdgeSeed.Status;
using Microsoft.AspNetCore.Http;

namespace EdgeSeed.Web;

/// <summary>
/// <c>/admin</c> and what is below it: everything that the service knows, and the few things that can be had done, for whoever has the password.
/// Without one in the configuration none of it exists.
/// </summary>
/// <param name="status">The current snapshot.</param>
/// <param name="program">Gives it to programs.</param>
/// <param name="controls">Does what is wanted.</param>
/// <param name="web">The password, and under which address the page is known.</param>
/// <param name="supervisor">Runs what takes longer than a page.</param>
internal sealed class OwnerEndpoint(StatusBoard status, StatusEndpoint program, Func<OwnerOrder, CancellationToken, Task<ControlReply>> controls, Func<WebConfig> web, Supervisor supervisor)
{
    /// <summary>Where it is.</summary>
    public const string Path = "/admin";

    private const string LivePath = Path + "/live", JsonPath = Path + "/status.json";

    /// <summary>How long an action is waited for before the page is shown, which says of it what the snapshot does.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    private OwnerLogin? _login;
    private ControlReply? _reply;

    /// <summary>Whether it is there, and a path belongs to it.</summary>
    public bool Has(ReadOnlySpan<char> path) => web() is { Enabled: true, AdminPasswordHash.Length: > 0 } && path is Path or LivePath or JsonPath;

    /// <summary>Answers.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">One that it has.</param>
    /// <param name="query">The raw query.</param>
    /// <param name="pages">Dresses pages for a reader.</param>
    public async Task AnswerAsync(HttpContext context, string path, PageQuery query, IPageDressing pages)
    {
        WebConfig config = web();
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && !HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD, POST";
            await PlainAnswer.SayAsync(context, StatusCodes.Status405MethodNotAllowed, "Only GET, HEAD and POST are answered here.\n").ConfigureAwait(false);
            return;
        }
        if (!PasswordHash.TryParse(config.AdminPasswordHash, out PasswordHash? hash)) return;
        OwnerLogin login = _login ??= new OwnerLogin();
        var client = new PeerEndPoint(context.Connection.RemoteIpAddress ?? System.Net.IPAddress.None, 0);
        switch (await login.TryAsync(context.Request.Headers.Authorization.ToString(), hash!, client, context.RequestAborted).ConfigureAwait(false))
        {
            case LoginOutcome.NoPassword or LoginOutcome.Wrong:
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"EdgeSeed\", charset=\"UTF-8\"";
                await pages.ShowAsync(context, StatusCodes.Status401Unauthorized, MessagePage.Login).ConfigureAwait(false);
                return;
            case LoginOutcome.TooOften:
                context.Response.Headers.RetryAfter = login.SecondsToWait(client).ToString(System.Globalization.CultureInfo.InvariantCulture);
                await pages.ShowAsync(context, StatusCodes.Status429TooManyRequests, MessagePage.TooManyTries).ConfigureAwait(false);
                return;
        }
        if (HttpMethods.IsPost(context.Request.Method)) await DoAsync(context, config, login, pages).ConfigureAwait(false);
        else if (path == JsonPath) await program.WriteJsonAsync(context, isPublic: false).ConfigureAwait(false);
        else await WriteAsync(context, query, login, pages, isLive: path == LivePath).ConfigureAwait(false);
    }

    private async Task DoAsync(HttpContext context, WebConfig config, OwnerLogin login, IPageDressing pages)
    {
        if (await OwnerForm.ReadAsync(context).ConfigureAwait(false) is not { } form)
        {
            await PlainAnswer.SayAsync(context, StatusCodes.Status413PayloadTooLarge, "This form is too long.\n").ConfigureAwait(false);
            return;
        }
        if (OwnerForm.IsForeign(context.Request, config.PublicUrl) || !login.IsFormToken(PageQuery.Value(form, "token")))
        {
            await pages.ShowAsync(context, StatusCodes.Status403Forbidden, MessagePage.ForeignForm).ConfigureAwait(false);
            return;
        }
        string what = PageQuery.Value(form, "do");
        OwnerOrder? order = what == "limit" ? OwnerOrder.Limit(PageQuery.Value(form, "rate"), PageQuery.Value(form, "hours")) : OwnerOrder.Parse(what);
        if (order is null && what != "limit")
        {
            await PlainAnswer.SayAsync(context, StatusCodes.Status400BadRequest, "There is no such action: pause, resume, limit, recheck INFO-HASH and eject DRIVE are known.\n").ConfigureAwait(false);
            return;
        }
        if (order is null)
        {
            await pages.ShowAsync(context, StatusCodes.Status400BadRequest, MessagePage.BadLimit).ConfigureAwait(false);
            return;
        }
        _reply = null;
        Task doing = supervisor.RunAsync("owner's order", async () => _reply = await controls(order, CancellationToken.None).ConfigureAwait(false), CancellationToken.None);
        await Task.WhenAny(doing, Task.Delay(s_patience, context.RequestAborted)).ConfigureAwait(false);
        PlainAnswer.Prepare(context.Response, "text/plain; charset=utf-8");
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = Path;
    }

    private async Task WriteAsync(HttpContext context, PageQuery query, OwnerLogin login, IPageDressing pages, bool isLive)
    {
        StatusSnapshot current = await status.ReadAsync().ConfigureAwait(false);
        PageView view = pages.View(context, current) with { OwnerToken = login.FormToken };
        PipeWriter body = pages.Open(context, view);
        // A form says where it comes from, which is asked of it.
        context.Response.Headers["Referrer-Policy"] = PageFrame.ReferrerOf(view);
        var html = new HtmlWriter(body, view.Language);
        if (isLive)
        {
            OwnerPage.WriteLive(html, view);
            return;
        }
        TorrentList list = TorrentList.Find(current, query);
        OwnerPage.WriteHead(html, view, query, list, _reply);
        for (int i = 0; i < list.Shown.Count; i++)
        {
            OwnerPage.WriteTorrent(html, list.Shown[i], i, view);
            if (await PlainAnswer.IsGoneAsync(body, i, context).ConfigureAwait(false)) return;
        }
        OwnerPage.WriteFoot(html, view, query, list);
    }
}
