using System.Text;

namespace EdgeSeed.Snapshot;

/// <summary>
/// What the system around the service has to say to the box's owner: <c>notice.txt</c> in the state directory, a sentence a line, such as what a
/// card image found wrong at its start, or that an update failed. Read anew when it changes.
/// </summary>
/// <param name="statePath">The state directory.</param>
internal sealed class OwnerNotice(string statePath)
{
    /// <summary>Lines that are shown.</summary>
    public const int MaxLines = 10;

    /// <summary>Characters shown of a line.</summary>
    public const int MaxCharacters = 400;

    private const int MaxBytes = 16_384;

    private readonly string _path = Path.Combine(statePath, "notice.txt");
    private IReadOnlyList<string> _lines = [];
    private DateTime _changed;

    /// <summary>The lines, without control characters; none where there is no file or it cannot be read.</summary>
    public IReadOnlyList<string> Read()
    {
        // A time long past where there is no file.
        DateTime changed = File.GetLastWriteTimeUtc(_path);
        if (changed == _changed) return _lines;
        try
        {
            using FileStream file = File.OpenRead(_path);
            byte[] content = new byte[(int)Math.Min(file.Length, MaxBytes)];
            file.ReadExactly(content);
            _lines = [.. Encoding.UTF8.GetString(content).Split('\n').Select(Shown).Where(line => line.Length > 0).Take(MaxLines)];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            _lines = [];
        }
        _changed = changed;
        return _lines;
    }

    private static string Shown(string line)
    {
        string plain = string.Concat(line.Where(letter => !char.IsControl(letter))).Trim();
        return plain.Length <= MaxCharacters ? plain : string.Concat(plain.AsSpan(0, MaxCharacters), "…");
    }
}
