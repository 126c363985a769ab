using System.IO.Hashing;
using System.Text;
using EdgeSeed.Protocol;
using EdgeSeed.Tracking;
using Microsoft.AspNetCore.Http;

namespace EdgeSeed.Web;

/// <content><c>/files/INFOHASH.zip</c>: everything at once, for people without a BitTorrent program.</content>
internal sealed partial class FileEndpoint
{
    /// <summary>
    /// Files of all archives that are being sent, together: the list of each is in memory until it is sent, some 200 bytes a file. Who asks for an archive
    /// that does not fit beside the others is told to come back.
    /// </summary>
    public const int MaxFilesInZips = 2 * MaxZipFiles;

    private const string ZipSuffix = ".zip";

    private int _filesInZips;

    // Lists are made one at a time, so that they are counted before the next. Has no wait handle that would have to be disposed of.
    private SemaphoreSlim Listing { get; } = new(1);

    /// <summary>
    /// Sends all files as one archive, made as it is sent: no ranges, and its length said before. A broken-off download begins anew; who has large
    /// folders to fetch over a bad line is better served by a BitTorrent program.
    /// </summary>
    private async Task SendZipAsync(HttpContext context, InfoHash infoHash, Explanation explain)
    {
        if (context.Features.Get<WebConnection>() is not { } client || !_zips.TryEnter(client))
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, MessagePage.Busy, explain).ConfigureAwait(false);
            return;
        }
        int counted = 0;
        try
        {
            Shelved<WebFolder> list;
            await Listing.WaitAsync(context.RequestAborted).ConfigureAwait(false);
            try
            {
                list = await files.ListAsync(infoHash, MaxZipFiles + 1, context.RequestAborted).ConfigureAwait(false);
                counted = list.Value?.Files.Count ?? 0;
                Interlocked.Add(ref _filesInZips, counted);
            }
            finally
            {
                Listing.Release();
            }
            if (Volatile.Read(ref _filesInZips) <= MaxFilesInZips) await MakeZipAsync(context, infoHash, list, explain).ConfigureAwait(false);
            else await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, MessagePage.Busy, explain).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Add(ref _filesInZips, -counted);
            _zips.Leave(client);
        }
    }

    private async Task MakeZipAsync(HttpContext context, InfoHash infoHash, Shelved<WebFolder> list, Explanation explain)
    {
        if (list.Value is not { Files.Count: > 0 } folder)
        {
            (int code, MessagePage message) = list.IsTooLarge ? (StatusCodes.Status503ServiceUnavailable, MessagePage.TooLarge) : (StatusCodes.Status404NotFound, MessagePage.NoTorrent);
            await explain(context, code, message).ConfigureAwait(false);
            return;
        }
        if (folder.Files.Count > MaxZipFiles)
        {
            await explain(context, StatusCodes.Status422UnprocessableEntity, MessagePage.TooManyFiles).ConfigureAwait(false);
            return;
        }
        long end = folder.Files.Max(static each => each.File.Offset + each.File.Length);
        if (await RefusalAsync(infoHash, 0, end, isForPerson: true).ConfigureAwait(false) is { } refusal)
        {
            await RefuseAsync(context, refusal.Code, refusal.Message, explain).ConfigureAwait(false);
            return;
        }
        var zip = new StoredZip([.. folder.Files.Select(static each => new ZipFile(each.Path, each.File.Length))], folder.WrittenAt);
        HttpResponse response = context.Response;
        response.ContentType = "application/zip";
        response.ContentLength = zip.Length;
        response.Headers.AcceptRanges = "none";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentDisposition = Attachment(Encoding.UTF8.GetString(folder.Name.Span) + ZipSuffix);
        if (!HttpMethods.IsGet(context.Request.Method)) return;
        var checksum = new Crc32();
        await DownloadAsync(context, infoHash, Parts(zip, folder, checksum), checksum, explain).ConfigureAwait(false);
    }

    /// <summary>The archive's parts; each tail is made when its file has been sent, for only then is its checksum known.</summary>
    private static IEnumerable<DownloadPart> Parts(StoredZip zip, WebFolder folder, Crc32 checksum)
    {
        for (int i = 0; i < folder.Files.Count; i++)
        {
            WebFile file = folder.Files[i].File;
            yield return DownloadPart.Of(zip.Head(i));
            checksum.Reset();
            if (file.Length > 0) yield return DownloadPart.Stretch(file.Offset, file.Length);
            yield return DownloadPart.Of(zip.Tail(i, checksum.GetCurrentHashAsUInt32()));
        }
        foreach (byte[] entry in zip.Directory()) yield return DownloadPart.Of(entry);
    }

    /// <summary>Has a browser save what comes, under this name (RFC 6266, RFC 8187).</summary>
    private static string Attachment(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (char c in name) plain.Append(c is >= ' ' and <= '~' and not ('"' or '\\' or '/' or '%') ? c : '_');
        return $"attachment; filename=\"{plain}\"; filename*=UTF-8''{Uri.EscapeDataString(name)}";
    }
}
