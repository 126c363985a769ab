using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using EdgeSeed.Config;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Linux.Supervision;
using EdgeSeed.Protocol;
using EdgeSeed.Tracker;
using EdgeSeed.Tracker.Http;

namespace EdgeSeed.Tracking;

/// <summary>
/// A thread that accepts the connections of the HTTP port and answers plain tracker requests itself, for a fraction of what the HTTP server
/// needs for one; every other connection goes to that server once the head of its request is whole, before a byte of it has been taken. Waiting
/// connections cost a few bytes each, and there are at most <c>web.max_connections</c> of them: for a further one, the address that holds most gives
/// up the one that has waited longest.
/// </summary>
internal sealed unsafe partial class TrackerFront : IDisposable
{
    /// <summary>Connections on their way to the HTTP server; further ones wait.</summary>
    public const int MaxHandedOver = 64;

    private const int StackBytes = 256 * 1024;
    private const int EventsPerWait = 64;
    private const int AcceptsPerWait = 64;
    private const int CheckMilliseconds = 1000;

    /// <summary>How often those are looked at again that come later.</summary>
    private const int LaterMilliseconds = 20;

    /// <summary>
    /// Connections of one address that the HTTP server is given a second: each costs it some 30 kB of garbage, which a storm of them would pile up faster than it is
    /// collected. More wait here, where they cost next to nothing and mostly break off.
    /// </summary>
    private const int HandedOverSecondAddress = 100;
    private const ulong ListenerKey = ulong.MaxValue - 1;

    /// <summary>Requests of one connection that are answered before it is the others' turn.</summary>
    private const int AnswersPerTurn = 16;

    private readonly FrontPort _port;
    private readonly HttpTracker? _tracker;
    private readonly UploadBudgets? _budgets;
    private readonly Channel<int> _handedOver = Channel.CreateBounded<int>(new BoundedChannelOptions(MaxHandedOver) { SingleWriter = true });
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Waiting[] _waiting;
    private readonly long _requestMilliseconds;
    private readonly long _keepAliveMilliseconds;
    private readonly byte[] _received = GC.AllocateUninitializedArray<byte>(TrackerRequestHead.MaxBytes, pinned: true);
    private readonly AnswerBuffer _answer = new();
    private readonly ReadinessPoll _poll = new(EventsPerWait);
    private readonly RefusedAddresses _refused;
    private readonly Dictionary<AddressBlock, int> _waitingByAddress = [];
    private readonly PriorityQueue<int, long> _laterOnes = new();
    private int _waitingCount;
    private readonly KeyedPace<AddressBlock> _pace = new(HandedOverSecondAddress);
    private int _unfinishedCount;
    private int _laterCount;
    private bool _isListening;
    private volatile bool _isStopping;

    /// <summary>Takes a port over.</summary>
    /// <param name="port">Owned from now on.</param>
    /// <param name="tracker">Answers; null, and everything goes to the HTTP server.</param>
    /// <param name="budgets">Pay for answers and connections; null for no budget.</param>
    /// <param name="config">How many connections may wait here, how long for a first request to be whole, and how long for a further one.</param>
    /// <exception cref="Win32Exception">There are no descriptors left.</exception>
    public TrackerFront(FrontPort port, HttpTracker? tracker, UploadBudgets? budgets, WebConfig config)
    {
        _waiting = new Waiting[config.MaxConnections];
        (_requestMilliseconds, _keepAliveMilliseconds) = ((long)config.RequestTimeout.TotalMilliseconds, (long)config.KeepAlive.TotalMilliseconds);
        (_port, _tracker, _budgets) = (port, tracker, budgets);
        _refused = new RefusedAddresses(port.Descriptor);
        _isListening = _poll.TryAdd(_port.Descriptor, ListenerKey, Libc.ReadableEvent);
        if (!_isListening && !port.IsAtDevice) throw new SocketException(Marshal.GetLastPInvokeError());
    }

    /// <summary>Descriptors of connections for the HTTP server, which owns them from then on. Completes when the front ends.</summary>
    public ChannelReader<int> HandedOver => _handedOver.Reader;

    /// <summary>Ends when the thread has.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Starts the thread.</summary>
    /// <param name="supervisor">Runs it.</param>
    public void Start(Supervisor supervisor) => supervisor.StartThread("tracker-http", Run, StackBytes);

    /// <summary>Has the thread end and the port closed.</summary>
    public void Dispose()
    {
        _isStopping = true;
        _poll.Wake();
    }

    private void Run()
    {
        try
        {
            long checkedAt = 0;
            while (!_isStopping)
            {
                int count = _poll.Wait(NextWaitMilliseconds());
                long now = Environment.TickCount64;
                for (int i = 0; i < count; i++) Serve(_poll.Event(i).Key, now);
                if (_unfinishedCount > 0) GoOn(now);
                if (_laterCount > 0) GoOnLater(now);
                if (_refused.Count > 0) _refused.Tell(now);
                if (now - checkedAt < CheckMilliseconds) continue;
                checkedAt = now;
                CloseOverdue(now);
                Renew();
            }
        }
        finally
        {
            for (int i = 0; i < _waiting.Length; i++) Leave(i, FrontStep.Close);
            _poll.Dispose();
            _port.Dispose();
            _handedOver.Writer.Complete();
            _ended.SetResult();
        }
    }

    private int NextWaitMilliseconds()
    {
        if (_unfinishedCount > 0) return 0;
        if (_laterCount > 0) return LaterMilliseconds;
        return _waitingCount > 0 || _refused.Count > 0 || !_isListening || _port.IsAtDevice ? CheckMilliseconds : -1;
    }

    /// <summary>Once a second: a device may be there again, or descriptors.</summary>
    private void Renew()
    {
        bool isRenewed = _port.Renew();
        if (isRenewed) _refused.ListenAt(_port.Descriptor);
        if (isRenewed || !_isListening) _isListening = _poll.TryAdd(_port.Descriptor, ListenerKey, Libc.ReadableEvent);
    }

    private void Serve(ulong key, long now)
    {
        if (key == ReadinessPoll.WakeKey) return;
        if (key == ListenerKey)
        {
            AcceptAll(now);
            return;
        }
        ref Waiting waiting = ref _waiting[key];
        if (waiting.Descriptor == 0) return;
        GoOn(ref waiting, (int)key, now);
    }

    /// <summary>Gives each connection that had more requests than are answered in a turn another one.</summary>
    private void GoOn(long now)
    {
        for (int i = 0; i < _waiting.Length && _unfinishedCount > 0; i++)
        {
            if (_waiting[i].HasMore) GoOn(ref _waiting[i], i, now);
        }
    }

    /// <summary>Looks again at those that come later, who has waited longest first.</summary>
    private void GoOnLater(long now)
    {
        _laterOnes.Clear();
        for (int i = 0; i < _waiting.Length; i++)
        {
            if (_waiting[i].ComesLater) _laterOnes.Enqueue(i, _waiting[i].Since);
        }
        while (_laterOnes.TryDequeue(out int index, out _)) GoOn(ref _waiting[index], index, now);
    }

    private void GoOn(ref Waiting waiting, int index, long now)
    {
        FrontStep step = Look(waiting.Descriptor, waiting.Source);
        if (step is FrontStep.Close or FrontStep.HandOver)
        {
            Leave(index, step);
            return;
        }
        SetMore(ref waiting, step == FrontStep.HasMore);
        SetLater(ref waiting, step == FrontStep.Later);
        if (step is not (FrontStep.Wait or FrontStep.Later)) (waiting.Since, waiting.WasAnswered) = (now, true);
    }

    private void SetMore(ref Waiting waiting, bool hasMore)
    {
        if (waiting.HasMore != hasMore) _unfinishedCount += hasMore ? 1 : -1;
        waiting.HasMore = hasMore;
    }

    private void SetLater(ref Waiting waiting, bool comesLater)
    {
        if (waiting.ComesLater != comesLater) _laterCount += comesLater ? 1 : -1;
        waiting.ComesLater = comesLater;
    }

    /// <summary>Reads without taking: only a request that is answered here is taken from the connection.</summary>
    private FrontStep Look(int descriptor, in RequestSource source)
    {
        fixed (byte* buffer = _received)
        {
            for (int answered = 0; answered < AnswersPerTurn; answered++)
            {
                nint length = Libc.Receive(descriptor, buffer, _received.Length, Libc.Peek | Libc.DoNotWait);
                if (length < 0 && Marshal.GetLastPInvokeError() == Errno.TryAgain) return FrontStep.Wait;
                if (length <= 0) return FrontStep.Close;
                ReadOnlySpan<byte> received = _received.AsSpan(0, (int)length);
                TrackerRequestHead head = default;
                HeadStatus status = _tracker is null ? HeadStatus.NotOurs : TrackerRequestHead.Read(received, out head);
                if (status == HeadStatus.NotOurs)
                {
                    if (!TrackerRequestHead.MayBeWhole(received)) return FrontStep.Wait;
                    bool hasRoom = _handedOver.Reader.Count < MaxHandedOver;
                    return hasRoom && _pace.TryTake(AddressBlock.Of(source.Client), Environment.TickCount64) ? FrontStep.HandOver : FrontStep.Later;
                }
                if (status == HeadStatus.NeedMore) return FrontStep.Wait;
                if (Libc.Receive(descriptor, null, head.Length, Libc.Truncate | Libc.DoNotWait) != head.Length) return FrontStep.Close;
                if (!Answer(_tracker!, descriptor, head, source) || !head.KeepsAlive) return FrontStep.Close;
                // What comes from now on raises a new event; what is here already does not.
                if (length == head.Length) return FrontStep.Answered;
            }
        }
        return FrontStep.HasMore;
    }

    /// <summary>Sends the answer; false when the client has left, does not read what it asks for, or is not to be answered.</summary>
    private bool Answer(HttpTracker tracker, int descriptor, in TrackerRequestHead head, in RequestSource direct)
    {
        RequestSource source = tracker.SourceOf(direct, head.IsForwarded, _received.AsSpan(head.ForwardedFor));
        ReadOnlySpan<byte> target = _received.AsSpan(TrackerRequestHead.PathStart, head.TargetLength);
        _answer.Clear();
        HttpReply reply = tracker.Handle(target[..head.PathLength], target[head.PathLength..], source, _answer);
        // Not even a refusal: there is no budget for it.
        if (reply.Status == 503) return false;
        ReadOnlySpan<byte> bytes = _answer.Finish(reply.Status, head.KeepsAlive);
        SendAccount.Charge(_budgets, source.Client, bytes.Length);
        fixed (byte* start = bytes)
            return Libc.Send(descriptor, start, bytes.Length, Libc.NoSignal | Libc.DoNotWait) == bytes.Length;
    }
}
