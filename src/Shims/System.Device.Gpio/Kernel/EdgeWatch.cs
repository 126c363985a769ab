using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace System.Device.Gpio.Kernel;

/// <summary>A thread that waits for a line's edges and calls who wants to know.</summary>
internal sealed class EdgeWatch : IDisposable
{
    private readonly SafeFileHandle _line;
    private readonly SafeFileHandle _stop = KernelCall.CreateEvent();
    private readonly int _number;
    private readonly Thread _thread;
    private readonly Lock _gate = new();
    private readonly List<(PinEventTypes Edges, PinChangeEventHandler Callback)> _callbacks = [];

    /// <summary>Starts the thread; the line's handle is borrowed.</summary>
    public EdgeWatch(SafeFileHandle line, int number)
    {
        _line = line;
        _number = number;
        _thread = new Thread(Run) { IsBackground = true, Name = $"GPIO {number}" };
        _thread.Start();
    }

    /// <summary>The edges that any callback wants.</summary>
    public PinEventTypes Edges
    {
        get
        {
            lock (_gate) return _callbacks.Aggregate(PinEventTypes.None, (edges, wanted) => edges | wanted.Edges);
        }
    }

    /// <summary>Adds a callback.</summary>
    public void Add(PinEventTypes edges, PinChangeEventHandler callback)
    {
        lock (_gate) _callbacks.Add((edges, callback));
    }

    /// <summary>Removes a callback.</summary>
    public void Remove(PinChangeEventHandler callback)
    {
        lock (_gate) _callbacks.RemoveAll(known => known.Callback == callback);
    }

    /// <summary>Has the thread end, and waits for that unless it is the thread itself that asks. To be called once.</summary>
    public void Dispose()
    {
        if (_thread.IsAlive) KernelCall.Write(_stop, MemoryMarshal.AsBytes<ulong>([1]), "Cannot stop waiting for edges");
        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
            _stop.Dispose();
        }
    }

    /// <summary>Until told to stop, or until the line fails: then no more edges are reported.</summary>
    private void Run()
    {
        Span<LineEvent> edge = stackalloc LineEvent[1];
        try
        {
            while (KernelCall.Poll(_line, _stop))
            {
                KernelCall.Read(_line, MemoryMarshal.AsBytes(edge), "Cannot read an edge");
                Report(edge[0].Id == LineEvent.RisingEdge ? PinEventTypes.Rising : PinEventTypes.Falling);
            }
        }
        catch (IOException)
        {
        }
    }

    private void Report(PinEventTypes edge)
    {
        PinChangeEventHandler[] wanting;
        lock (_gate) wanting = [.. _callbacks.Where(known => (known.Edges & edge) != 0).Select(known => known.Callback)];
        foreach (PinChangeEventHandler callback in wanting) callback(this, new PinValueChangedEventArgs(edge, _number));
    }
}
