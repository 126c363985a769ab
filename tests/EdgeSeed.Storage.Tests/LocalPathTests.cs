using System.Text;

namespace EdgeSeed.Storage.Tests;

public sealed class LocalPathTests
{
    [Theory]
    [InlineData("/a/b/", "/a/b")]
    [InlineData("/a/./b/../c", "/a/c")]
    [InlineData("/", "/")]
    public void FromString_is_absolute_and_without_trailing_slash(string text, string expected) =>
        Assert.Equal(expected, LocalPath.FromString(text).ToString());

    [Fact]
    public void FromString_takes_a_relative_path_from_the_working_directory() =>
        Assert.Equal(Path.GetFullPath("x"), LocalPath.FromString("x").ToString());

    [Theory]
    [InlineData("relative")]
    [InlineData("")]
    [InlineData("/nul\0")]
    public void Bytes_that_are_no_absolute_path_are_refused(string text) =>
        Assert.False(LocalPath.TryFromBytes(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Argument_that_is_not_UTF8_is_found_in_the_command_line()
    {
        byte[] commandLine = [.. "edgeseed\0make\0"u8, .. "/mnt/caf"u8, 0xe9, 0];

        Assert.Equal([.. "/mnt/caf"u8, 0xe9], LocalPath.FromArgument("/mnt/caf\ufffd", commandLine).Bytes.ToArray());
        Assert.Equal("/mnt/other\ufffd", LocalPath.FromArgument("/mnt/other\ufffd", commandLine).ToString());
    }

    [Fact]
    public void Relative_argument_that_is_not_UTF8_is_below_the_working_directory()
    {
        byte[] expected = [.. Encoding.UTF8.GetBytes(Environment.CurrentDirectory), (byte)'/', 0xff];
        Assert.Equal(expected, LocalPath.FromArgument("\ufffd", [0xff, 0]).Bytes.ToArray());
    }

    [Fact]
    public void Name_parent_and_join_agree()
    {
        LocalPath path = LocalPath.FromString("/a/b");
        Assert.Equal("b"u8, path.Name);
        Assert.Equal(path, path.Parent.Join(path.Name));
        Assert.Equal("/", path.Parent.Parent.ToString());
        Assert.Equal("/", path.Parent.Parent.Parent.ToString());
        Assert.Equal("/a", path.Parent.Parent.Join("a"u8).ToString());
    }
}
