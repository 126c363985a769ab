using System.Globalization;
using System.Runtime.CompilerServices;
using EdgeSeed.Engine.Downloads;
using EdgeSeed.Engine.Sessions;
using EdgeSeed.Engine.Web;
using EdgeSeed.Protocol.Torrents;

namespace EdgeSeed.Engine.WebSeeds;

/// <summary>
/// Fetches pieces of one torrent from one web server at a time (BEP 19): neighbouring pieces, by ranges of the files that hold them. A server
/// that fails makes room for the next.
/// </summary>
internal sealed class WebSeedClient(SeedSession session, Metainfo torrent, WebSourceTurns sources, HttpDial dial, TimeProvider time)
{
    /// <summary>Longest file, 16 MiB, that is fetched whole for a part of it from a server that knows no ranges.</summary>
    public const long MaxFileWithoutRanges = 16 << 20;

    private const int ChunkBytes = 8 * TorrentLayout.BlockLength;
    private const int PartialStatus = 206, OkStatus = 200;

    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_busy = TimeSpan.FromMilliseconds(20);

    /// <summary>See <see cref="WebSeedAddress.MayBeLocal"/>.</summary>
    public bool IsAskedFor { get; init; }

    private readonly FileMap _map = new(torrent.Files);
    private readonly byte[] _chunk = GC.AllocateUninitializedArray<byte>(ChunkBytes);
    private WebSource _source = null!;
    private int _held;

    /// <summary>Fetches until the torrent is complete or gone.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        Task finished = session.WaitForDownloadAsync(torrent.InfoHash);
        while (!finished.IsCompleted)
        {
            if (sources.Take(out bool isLast) is not { } source)
            {
                if (isLast) return;
                await Task.Delay(s_idle, time, cancellation).ConfigureAwait(false);
                continue;
            }
            _source = source;
            try
            {
                while (!finished.IsCompleted && !source.Giver.IsBanned) await FetchNextAsync(cancellation).ConfigureAwait(false);
                if (source.Giver.IsBanned) source.Fail("its data is wrong, so it is not used", time);
            }
            catch (Exception e) when (HttpDial.IsFailure(e))
            {
                cancellation.ThrowIfCancellationRequested();
                source.Fail(HttpDial.Describe(e), time);
            }
            finally
            {
                sources.GiveBack(source);
            }
        }
    }

    private async Task FetchNextAsync(CancellationToken cancellation)
    {
        if (await session.BeginStretchAsync(torrent.InfoHash, _source.Giver).ConfigureAwait(false) is not { } stretch)
        {
            await Task.Delay(s_idle, time, cancellation).ConfigureAwait(false);
            return;
        }
        bool isWhole = false;
        try
        {
            await FetchAsync(stretch, cancellation).ConfigureAwait(false);
            _source.Succeed();
            isWhole = true;
        }
        finally
        {
            if (!isWhole || stretch.IsCut) await session.EndStretchAsync(stretch, _source.Giver).ConfigureAwait(false);
        }
    }

    private async Task FetchAsync(WebStretch stretch, CancellationToken cancellation)
    {
        long given = stretch.Start;
        _held = 0;
        var extents = new List<FileExtent>();
        foreach (FileExtent extent in _map.Extents(stretch.Offset + given, stretch.Length - given)) extents.Add(extent);
        foreach (FileExtent extent in extents)
        {
            if (given + _held >= stretch.Length) break;
            if (!torrent.Files[extent.FileIndex].IsPadding) given = await FetchAsync(stretch, extent, given, cancellation).ConfigureAwait(false);
            else given = await FillAsync(stretch, extent.Length, given, cancellation).ConfigureAwait(false);
        }
        await GiveAsync(stretch, given, cancellation).ConfigureAwait(false);
    }

    /// <summary>Fetches a stretch of one file.</summary>
    /// <returns>Bytes of the whole stretch that were handed over.</returns>
    private async Task<long> FetchAsync(WebStretch stretch, FileExtent extent, long given, CancellationToken cancellation)
    {
        if (!WebSeedAddress.TryFor(_source.Address, torrent, extent.FileIndex, out Uri? address)) throw new InvalidDataException("its address is not a web address");
        using var silence = new CancellationTokenSource(s_silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellation);
        string range = string.Create(CultureInfo.InvariantCulture, $"Range: bytes={extent.FileOffset}-{extent.FileOffset + extent.Length - 1}\r\n");
        HttpExchange get = await dial.AskAsync(address, range, family: null, source: null, WebSeedAddress.MayBeLocal(address, torrent, IsAskedFor) ? LocalReach.Exactly : LocalReach.Nowhere, either.Token).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable ending = get.ConfigureAwait(false);
        int status = get.Head.Status;
        long skipped = 0;
        if (status == OkStatus)
        {
            // A server that knows no ranges sends the whole file, which is worth the while when it is small or wanted from its beginning.
            bool isWorth = extent.Length == torrent.Files[extent.FileIndex].Length || torrent.Files[extent.FileIndex].Length <= MaxFileWithoutRanges;
            if (!isWorth) throw new InvalidDataException("the server knows no ranges, and the file is too long to be fetched whole each time");
            skipped = extent.FileOffset;
        }
        else if (status != PartialStatus) throw new InvalidDataException($"the server answers with status {status}");
        // Another part of the file would look like wrong data, for which nobody is asked again.
        if (status == PartialStatus && get.Head.RangeStart is { } first && first != extent.FileOffset) throw new InvalidDataException("the server sends another range");
        HttpBody body = get.Body();
        while (skipped > 0)
        {
            silence.CancelAfter(s_silence);
            int read = await body.ReadAsync(_chunk.AsMemory(_held, (int)Math.Min(skipped, ChunkBytes - _held)), either.Token).ConfigureAwait(false);
            if (read == 0) throw new EndOfStreamException("the server's file is shorter");
            skipped -= read;
        }
        for (long left = extent.Length; left > 0 && given + _held < stretch.Length;)
        {
            silence.CancelAfter(s_silence);
            int read = await body.ReadAsync(_chunk.AsMemory(_held, (int)Math.Min(left, ChunkBytes - _held)), either.Token).ConfigureAwait(false);
            if (read == 0) throw new EndOfStreamException("the server's file is shorter");
            left -= read;
            _held += read;
            if (_held == ChunkBytes) given = await GiveAsync(stretch, given, cancellation).ConfigureAwait(false);
        }
        return given;
    }

    private async Task<long> FillAsync(WebStretch stretch, long zeros, long given, CancellationToken cancellation)
    {
        while (zeros > 0)
        {
            int count = (int)Math.Min(zeros, ChunkBytes - _held);
            _chunk.AsSpan(_held, count).Clear();
            zeros -= count;
            _held += count;
            if (_held == ChunkBytes) given = await GiveAsync(stretch, given, cancellation).ConfigureAwait(false);
        }
        return given;
    }

    /// <summary>Hands what is held over to the session, waiting for memory and rate.</summary>
    private async Task<long> GiveAsync(WebStretch stretch, long given, CancellationToken cancellation)
    {
        for (int done = 0; done < _held;)
        {
            int taken = await session.TakeStretchAsync(stretch, _source.Giver, given + done, _chunk.AsMemory(done, _held - done)).ConfigureAwait(false);
            done += taken;
            if (given + done >= stretch.Length) done = _held;
            if (taken > 0 || done == _held) continue;
            // What does not make up a block is kept for the next chunk.
            if (given + _held < stretch.Length && _held - done < TorrentLayout.BlockLength) return Keep(done, given);
            await Task.Delay(s_busy, time, cancellation).ConfigureAwait(false);
        }
        given += _held;
        _held = 0;
        return given;
    }

    private long Keep(int done, long given)
    {
        _chunk.AsSpan(done, _held - done).CopyTo(_chunk);
        _held -= done;
        return given + done;
    }
}
