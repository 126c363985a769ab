using System.Runtime.InteropServices;
using EdgeSeed.Linux;

namespace EdgeSeed.Terminal;

/// <summary>
/// Standard output or standard error by the kernel's own write (2). The runtime's console stream takes a reader that has gone for success and
/// a full disk for a bug: results are lost without a word, or end in a stack trace.
/// </summary>
/// <param name="descriptor">1 or 2.</param>
/// <param name="isResult">Whether what is written was asked for. A message that cannot be written is lost: nobody is left to be told.</param>
internal sealed class StandardStream(int descriptor, bool isResult) : Stream
{
    /// <summary>Standard output.</summary>
    public const int Output = 1;

    /// <summary>Standard error.</summary>
    public const int Error = 2;

    private const int NoLimit = -1;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Makes the console's writers of these streams; called once, before anything is written.</summary>
    public static void Install()
    {
        Console.SetOut(new StreamWriter(new StandardStream(Output, isResult: true)) { AutoFlush = true });
        Console.SetError(new StreamWriter(new StandardStream(Error, isResult: false)) { AutoFlush = true });
    }

    /// <summary>Whether standard output is a pipe, whose reader may end before the command does.</summary>
    public static bool IsOutputPipe =>
        File.ResolveLinkTarget($"/proc/self/fd/{Output}", returnFinalTarget: false) is { } target && target.Name.StartsWith("pipe:", StringComparison.Ordinal);

    /// <summary>Blocks until nobody reads the pipe that standard output is.</summary>
    /// <returns>False when that cannot be waited for.</returns>
    public static unsafe bool WaitForReaderGone()
    {
        var wait = new Libc.PollRequest { Descriptor = Output };
        while (Libc.Poll(&wait, 1, NoLimit) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Errno.Interrupted) return false;
        }
        return (wait.Happened & Libc.PollError) != 0;
    }

    /// <inheritdoc/>
    /// <exception cref="OutputException">A result could not be written.</exception>
    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            nint written;
            fixed (byte* start = buffer) written = Libc.Write(descriptor, start, (nuint)buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }
            int error = Marshal.GetLastPInvokeError();
            if (error == Errno.Interrupted) continue;
            if (error == Errno.TryAgain)
            {
                var room = new Libc.PollRequest { Descriptor = descriptor, Wanted = Libc.PollWritable };
                _ = Libc.Poll(&room, 1, NoLimit);
                continue;
            }
            if (!isResult) return;
            throw new OutputException(error == Errno.BrokenPipe, Marshal.GetPInvokeErrorMessage(error));
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
