using System.Runtime.InteropServices;
using EdgeSeed.Protocol;
using EdgeSeed.Tracker;
using EdgeSeed.Tracker.Udp;

namespace EdgeSeed.Tracking;

internal sealed unsafe partial class TrackerFront
{
    private void AcceptAll(long now)
    {
        byte* name = stackalloc byte[SocketNames.MaxLength];
        for (int i = 0; i < AcceptsPerWait; i++)
        {
            uint nameLength = SocketNames.MaxLength;
            int descriptor = SocketCalls.Accept(ListenerDescriptor, name, &nameLength, SocketCalls.NonBlocking | SocketCalls.CloseOnExec);
            // Out of descriptors, or nothing left to accept: the listener stays readable and is tried again.
            if (descriptor < 0) return;
            PeerEndPoint client = SocketNames.Read(new ReadOnlySpan<byte>(name, (int)nameLength));
            nameLength = SocketNames.MaxLength;
            PeerEndPoint? own = SocketCalls.GetName(descriptor, name, &nameLength) == 0 ? SocketNames.Read(new ReadOnlySpan<byte>(name, (int)nameLength)) : null;
            var source = new RequestSource(client, own);
            // The request has mostly come with the connection: then it never needs to be watched.
            FrontStep step = Look(descriptor, source);
            if (step is FrontStep.Wait or FrontStep.Answered) Enter(descriptor, source, now, step == FrontStep.Answered);
            else End(descriptor, step);
        }
    }

    private void Enter(int descriptor, in RequestSource source, long now, bool wasAnswered)
    {
        int index = FindPlace();
        _waiting[index] = new Waiting { Descriptor = descriptor, Source = source, Since = now, WasAnswered = wasAnswered };
        _waitingCount++;
        if (!Watch(descriptor, SocketCalls.EpollIn | SocketCalls.EpollReadHangUp | SocketCalls.EpollEdge, (ulong)index)) Leave(index, FrontStep.Close);
    }

    private int FindPlace()
    {
        int oldest = 0;
        for (int i = 0; i < _waiting.Length; i++)
        {
            if (_waiting[i].Descriptor == 0) return i;
            if (_waiting[i].Since < _waiting[oldest].Since) oldest = i;
        }
        Leave(oldest, FrontStep.Close);
        return oldest;
    }

    private void Leave(int index, FrontStep step)
    {
        int descriptor = _waiting[index].Descriptor;
        if (descriptor == 0) return;
        _waiting[index] = default;
        _waitingCount--;
        if (step == FrontStep.HandOver) _ = SocketCalls.EpollControl(_epoll, SocketCalls.ControlDelete, descriptor, null);
        End(descriptor, step);
    }

    private void End(int descriptor, FrontStep step)
    {
        if (step == FrontStep.HandOver && _handedOver.Writer.TryWrite(descriptor)) return;
        _ = SocketCalls.Close(descriptor);
    }

    private void CloseOverdue(long now)
    {
        for (int i = 0; i < _waiting.Length && _waitingCount > 0; i++)
        {
            long limit = _waiting[i].WasAnswered ? _keepAliveMilliseconds : _requestMilliseconds;
            if (_waiting[i].Descriptor != 0 && now - _waiting[i].Since > limit) Leave(i, FrontStep.Close);
        }
    }

    private bool Watch(int descriptor, uint events, ulong mark)
    {
        byte* data = stackalloc byte[16];
        Marshal.WriteInt32((nint)data, (int)events);
        Marshal.WriteInt64((nint)(data + SocketCalls.EventDataOffset), (long)mark);
        return SocketCalls.EpollControl(_epoll, SocketCalls.ControlAdd, descriptor, data) == 0;
    }

    private struct Waiting
    {
        /// <summary>0 for a free place.</summary>
        public int Descriptor;

        /// <summary>When it came, or was last answered.</summary>
        public long Since;

        public bool WasAnswered;

        public RequestSource Source;
    }
}
