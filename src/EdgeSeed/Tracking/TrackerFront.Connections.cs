using System.Runtime.InteropServices;
using EdgeSeed.Engine.Budget;
using EdgeSeed.Linux;
using EdgeSeed.Linux.Sockets;
using EdgeSeed.Protocol;
using EdgeSeed.Tracker;

namespace EdgeSeed.Tracking;

internal sealed unsafe partial class TrackerFront
{
    private void AcceptAll(long now)
    {
        byte* name = stackalloc byte[SocketAddress.MaximumLength];
        for (int i = 0; i < AcceptsPerWait; i++)
        {
            uint nameLength = SocketAddress.MaximumLength;
            int descriptor = Libc.Accept(_port.Descriptor, name, &nameLength, Libc.NonBlockingCloseOnExec);
            if (descriptor < 0)
            {
                // Out of descriptors: the listener stays readable, and looking at it over and over would take a whole core. A second later some may be free.
                if (Marshal.GetLastPInvokeError() is Errno.NoProcessDescriptors or Errno.NoSystemDescriptors)
                {
                    _poll.Remove(_port.Descriptor);
                    _isListening = false;
                }
                return;
            }
            PeerEndPoint client = ReadAddress(new ReadOnlySpan<byte>(name, (int)nameLength));
            nameLength = SocketAddress.MaximumLength;
            PeerEndPoint? own = Libc.LocalName(descriptor, name, &nameLength) == 0 ? ReadAddress(new ReadOnlySpan<byte>(name, (int)nameLength)) : null;
            var source = new RequestSource(client, own);
            if (!MayStay(client, own))
            {
                Reset(descriptor);
                _refused.Add(AddressBlock.Of(client), now);
                continue;
            }
            _refused.TakeOff(descriptor);
            // The request has mostly come with the connection: then it never needs to be watched.
            FrontStep step = Look(descriptor, source);
            if (step is FrontStep.Close or FrontStep.HandOver) End(descriptor, step);
            else Enter(descriptor, source, now, step);
        }
    }

    /// <summary>Charges a new connection; false when strangers have cost so much lately that a further one is not even answered.</summary>
    private bool MayStay(in PeerEndPoint client, PeerEndPoint? own)
    {
        // This machine itself is never refused, by whichever of its addresses it comes: the watchdog asks so.
        bool isOwn = own is { } here && AddressBlock.Of(here) == AddressBlock.Of(client) && here.Address.Equals(client.Address);
        if (_budgets is null || isOwn || AddressScopes.Of(client) != AddressScope.Global) return true;
        UploadBudget budget = _budgets.For(client);
        bool mayStay = !budget.IsAsideOverdrawn;
        if (mayStay) budget.ChargeAside(PacketOverhead.ConnectionBytes);
        else budget.ChargeRefusal(PacketOverhead.RefusalBytes);
        return mayStay;
    }

    /// <summary>Ends a connection by one packet.</summary>
    private static void Reset(int descriptor)
    {
        var atOnce = new Libc.Linger { IsOn = 1, Seconds = 0 };
        _ = Libc.SetOption(descriptor, Libc.SocketLevel, Libc.LingerOption, &atOnce, (uint)sizeof(Libc.Linger));
        _ = Libc.Close(descriptor);
    }

    private void Enter(int descriptor, in RequestSource source, long now, FrontStep step)
    {
        int index = FindPlace(AddressBlock.Of(source.Client));
        _waiting[index] = new Waiting { Descriptor = descriptor, Source = source, Since = now, WasAnswered = step is FrontStep.Answered or FrontStep.HasMore };
        _waitingCount++;
        SetMore(ref _waiting[index], step == FrontStep.HasMore);
        SetLater(ref _waiting[index], step == FrontStep.Later);
        if (!_poll.TryAdd(descriptor, (ulong)index, Libc.ReadableEvent | Libc.PeerClosedEvent | Libc.EdgeTriggered)) Leave(index, FrontStep.Close);
    }

    /// <summary>A free place; when there is none, the address that would hold most, the newcomer's included, gives up the one that has waited longest.</summary>
    private int FindPlace(AddressBlock newcomer)
    {
        if (_waitingCount < _waiting.Length) return Array.FindIndex(_waiting, static waiting => waiting.Descriptor == 0);
        _waitingByAddress.Clear();
        _waitingByAddress[newcomer] = 1;
        int worst = 0, most = 0;
        foreach (ref readonly Waiting waiting in _waiting.AsSpan())
        {
            AddressBlock of = AddressBlock.Of(waiting.Source.Client);
            _waitingByAddress[of] = _waitingByAddress.GetValueOrDefault(of) + 1;
        }
        for (int i = 0; i < _waiting.Length; i++)
        {
            int count = _waitingByAddress[AddressBlock.Of(_waiting[i].Source.Client)];
            if (count < most || (count == most && _waiting[i].Since >= _waiting[worst].Since)) continue;
            (worst, most) = (i, count);
        }
        Leave(worst, FrontStep.Close);
        return worst;
    }

    private void Leave(int index, FrontStep step)
    {
        int descriptor = _waiting[index].Descriptor;
        if (descriptor == 0) return;
        SetMore(ref _waiting[index], false);
        SetLater(ref _waiting[index], false);
        _waiting[index] = default;
        _waitingCount--;
        if (step == FrontStep.HandOver) _poll.Remove(descriptor);
        End(descriptor, step);
    }

    private void End(int descriptor, FrontStep step)
    {
        if (step == FrontStep.HandOver && _handedOver.Writer.TryWrite(descriptor)) return;
        _ = Libc.Close(descriptor);
    }

    private void CloseOverdue(long now)
    {
        for (int i = 0; i < _waiting.Length && _waitingCount > 0; i++)
        {
            long limit = _waiting[i].WasAnswered ? _keepAliveMilliseconds : _requestMilliseconds;
            if (_waiting[i].Descriptor != 0 && now - _waiting[i].Since > limit) Leave(i, FrontStep.Close);
        }
    }

    private static PeerEndPoint ReadAddress(ReadOnlySpan<byte> name) => PeerEndPoint.FromAddress(SocketAddress.Read(name, out ushort port), port);

    private struct Waiting
    {
        /// <summary>0 for a free place.</summary>
        public int Descriptor;

        /// <summary>When it came, or was last answered.</summary>
        public long Since;

        public bool WasAnswered;

        /// <summary>It waits until its address may give the HTTP server another.</summary>
        public bool ComesLater;

        /// <summary>Requests are there for which it was not its turn any more.</summary>
        public bool HasMore;

        public RequestSource Source;
    }
}
