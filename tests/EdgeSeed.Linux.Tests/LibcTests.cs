using System.Runtime.InteropServices;

namespace EdgeSeed.Linux.Tests;

public sealed class LibcTests
{
    [Fact]
    public void Message_header_layout_is_the_kernels()
    {
        Assert.Equal(8, IntPtr.Size);
        Assert.Equal(16, Marshal.SizeOf<Libc.Buffer>());
        Assert.Equal(56, Marshal.SizeOf<Libc.Message>());
        Assert.Equal(64, Marshal.SizeOf<Libc.MessageHeader>());
        Assert.Equal(16, (int)Marshal.OffsetOf<Libc.Message>(nameof(Libc.Message.Buffers)));
        Assert.Equal(48, (int)Marshal.OffsetOf<Libc.Message>(nameof(Libc.Message.Flags)));
        Assert.Equal(56, (int)Marshal.OffsetOf<Libc.MessageHeader>(nameof(Libc.MessageHeader.Length)));
    }
}
