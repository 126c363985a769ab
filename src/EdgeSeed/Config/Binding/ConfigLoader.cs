using System.Text;
using EdgeSeed.Config.Values;

namespace EdgeSeed.Config.Binding;

/// <summary>Reads <c>seed.toml</c>: file → text → tree → <see cref="SeedConfig"/>, with every problem at its place.</summary>
internal static class ConfigLoader
{
    /// <summary>Largest file read, in bytes (64 KiB, five times the sample with all its comments); a larger one is refused before it is read.</summary>
    public const int MaxFileBytes = 64 << 10;

    /// <summary>By which people say that they want no file, and so the defaults.</summary>
    private const string NoFile = "/dev/null";

    /// <summary>White space, and what some file systems fill a file with that was not yet written.</summary>
    private static ReadOnlySpan<byte> Blanks => " \t\r\n\0"u8;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file and lays the overrides over it; with a null path, over an empty file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overrides">Values from the command line.</param>
    /// <param name="mayBeEmpty">Whether an empty file stands for the defaults, rather than for an accident.</param>
    public static ConfigResult Load(string? path, IReadOnlyList<ConfigOverride> overrides, bool mayBeEmpty = false)
    {
        if (path is null) return Parse("", "", overrides);
        ConfigProblemList problems = new(path);
        string? text = ReadText(path, problems, mayBeEmpty);
        return text is null ? new ConfigResult(null, problems.Sorted(), new ConfigOrigins(), "", SeedConfig.Default) : Parse(text, path, overrides);
    }

    /// <summary>Reads a text and lays the overrides over it.</summary>
    /// <param name="text">TOML 1.1.</param>
    /// <param name="file">The name shown in problems.</param>
    /// <param name="overrides">Values from the command line.</param>
    public static ConfigResult Parse(string text, string file, IReadOnlyList<ConfigOverride> overrides)
    {
        ConfigProblemList problems = new(file);
        ConfigOrigins origins = new();
        ConfigValue root = ConfigTree.Read(text, problems);
        SeedConfig config = new ConfigBinder(problems, origins).Bind(root, overrides);
        return new ConfigResult(problems.Count == 0 ? config : null, problems.Sorted(), origins, text, config);
    }

    /// <summary>
    /// Whether there is nothing in a text but names of tables, without a key or a comment. That is what a power cut, a full card or an editor between two
    /// steps leaves: no configuration that anybody means.
    /// </summary>
    public static bool SaysNothing(string text)
    {
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (line.Trim() is var said && !said.IsEmpty && (said[0] != '[' || said[^1] != ']' || said.ContainsAny('=', '#'))) return false;
        }
        return true;
    }

    private static string? ReadText(string path, ConfigProblemList problems, bool mayBeEmpty)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] bytes = new byte[16 << 10];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            while (length == bytes.Length && length <= MaxFileBytes)
            {
                Array.Resize(ref bytes, length * 2);
                length += file.ReadAtLeast(bytes.AsSpan(length), bytes.Length - length, throwOnEndOfStream: false);
            }
            if (length > MaxFileBytes)
            {
                problems.Add(default, "the file is larger than 64 KiB");
                return null;
            }
            ReadOnlySpan<byte> content = bytes.AsSpan(0, length);
            if (content.StartsWith("\uFEFF"u8)) content = content[3..];
            string? text = content.Trim(Blanks).IsEmpty ? "" : Decode(content, problems);
            if (text is null || mayBeEmpty || path == NoFile || !SaysNothing(text)) return text;
            string what = text.Length == 0 ? "is empty" : "has no key left";
            problems.Add(default, $"the file {what}, which is taken for an accident; to have all defaults, leave a comment in it");
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add(default, error is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : $"cannot be read: {error.Message}");
            return null;
        }
    }

    private static string? Decode(ReadOnlySpan<byte> content, ConfigProblemList problems)
    {
        try
        {
            return StrictUtf8.GetString(content);
        }
        catch (DecoderFallbackException error)
        {
            ReadOnlySpan<byte> before = content[..Math.Clamp(error.Index, 0, content.Length)];
            int column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
            problems.Add(new ConfigPlace(before.Count((byte)'\n') + 1, column, 1), "the file is not UTF-8 text here");
            return null;
        }
    }
}

/// <summary>A value from the command line that wins over the file, at the start and at every reload.</summary>
/// <param name="Path">The key it sets, <c>seeder.upload</c>; it must exist.</param>
/// <param name="Value">The value, with the option as its place.</param>
internal sealed record ConfigOverride(string Path, ConfigValue Value);

/// <summary>What came of reading a configuration: it, or everything that is wrong with it.</summary>
/// <param name="Config">The configuration; null when there are problems.</param>
/// <param name="Problems">What is wrong, in the order of the file; empty when <paramref name="Config"/> is there.</param>
/// <param name="Origins">Where each value came from.</param>
/// <param name="Text">The file's text, to show lines of; empty when it could not be read.</param>
/// <param name="Readable">What could be read of it, with defaults for the rest: enough to show the problems by, never to run on.</param>
internal sealed record ConfigResult(
    SeedConfig? Config, IReadOnlyList<ConfigProblem> Problems, ConfigOrigins Origins, string Text, SeedConfig Readable);
