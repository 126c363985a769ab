using System.Text;
using System.Text.RegularExpressions;

namespace EdgeSeed.Protocol.Trackers;

/// <summary>
/// What in the address of a tracker or a web seed may be a user's secret: a passkey in the path or the query, a name and password. Such an address
/// works for its owner alone, so it is given to nobody, and shown with <see cref="Mask"/> in the secret's place.
/// </summary>
public static partial class AddressSecret
{
    /// <summary>Stands for what is secret.</summary>
    public const string Mask = "…";

    private const char MaskChar = '…';

    /// <summary>A longer text is not looked through and is shown as <see cref="Mask"/> as a whole.</summary>
    public const int MaxChars = 16 * 1024;

    /// <summary>Letters that a part of a tracker's path may have and still be a word, such as <c>announce.php</c>.</summary>
    private const int MaxWordChars = 16;

    /// <summary>Characters from which a part of a web seed's path may be a key: names of files and folders are long too, but do not mix so.</summary>
    private const int MinKeyChars = 16, MinHexChars = 24, MinMixes = 4;

    /// <summary>Secrets so short are not looked for in other texts, where they would stand by chance.</summary>
    private const int MinEchoChars = 4;

    /// <summary>Whether a tracker's address has a part that may be a secret.</summary>
    public static bool IsInTracker(string address) => HideInTracker(address) != address;

    /// <summary>Whether a web seed's address has a part that may be a secret.</summary>
    public static bool IsInWebSeed(string address) => HideInWebSeed(address) != address;

    /// <summary>A tracker's address as it may be shown.</summary>
    public static string HideInTracker(string address) => Hide(address, IsTrackerKey, null);

    /// <summary>A web seed's address as it may be shown.</summary>
    public static string HideInWebSeed(string address) => Hide(address, IsWebSeedKey, null);

    /// <summary>A text that may repeat a tracker's address, as it may be shown: the secrets of that address, and those of any other in it, are hidden.</summary>
    /// <param name="text">What a tracker says, say.</param>
    /// <param name="tracker">Its address.</param>
    public static string HideEcho(string text, string tracker)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxChars) return Mask;
        var secrets = new List<string>();
        Hide(tracker, IsTrackerKey, secrets);
        text = Addresses().Replace(text, static found => HideInTracker(found.Value));
        foreach (string secret in secrets)
        {
            if (secret.Length < MinEchoChars) continue;
            text = text.Replace(secret, Mask, StringComparison.OrdinalIgnoreCase);
            text = text.Replace(Uri.UnescapeDataString(secret), Mask, StringComparison.OrdinalIgnoreCase);
        }
        return text;
    }

    private static string Hide(string address, Func<string, bool> isKey, List<string>? secrets)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.Length > MaxChars) return Mask;
        int scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0) return address;
        int start = scheme + 3, end = address.AsSpan(start).IndexOfAny('/', '?', '#');
        end = end < 0 ? address.Length : start + end;
        var shown = new StringBuilder(address.Length).Append(address, 0, start);
        int at = address.AsSpan(start, end - start).LastIndexOf('@');
        if (at >= 0)
        {
            foreach (string part in address.Substring(start, at).Split(':')) secrets?.Add(part);
            shown.Append(MaskChar).Append(address, start + at, end - start - at);
        }
        else
        {
            shown.Append(address, start, end - start);
        }
        string rest = address[end..];
        int query = rest.AsSpan().IndexOfAny('?', '#');
        string[] parts = (query < 0 ? rest : rest[..query]).Split('/');
        for (int i = 0; i < parts.Length; i++)
        {
            bool isSecret = isKey(parts[i]);
            if (isSecret) secrets?.Add(parts[i]);
            shown.Append(i == 0 ? "" : "/").Append(isSecret ? Mask : parts[i]);
        }
        if (query >= 0) HideQuery(rest[query..], shown, secrets);
        return shown.ToString();
    }

    /// <summary>Every value of a query may be a key; names say what it is.</summary>
    private static void HideQuery(string query, StringBuilder shown, List<string>? secrets)
    {
        shown.Append(query[0]);
        string[] pairs = query[1..].Split('&', ';', '?', '#');
        for (int i = 0; i < pairs.Length; i++)
        {
            int equals = pairs[i].IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? "" : pairs[i][..(equals + 1)], value = pairs[i][(equals + 1)..];
            if (value.Length > 0) secrets?.Add(value);
            shown.Append(i == 0 ? "" : "&").Append(name).Append(value.Length == 0 ? "" : Mask);
        }
    }

    private static bool IsTrackerKey(string part)
    {
        if (part.Length > MaxWordChars) return true;
        if (Version().IsMatch(part)) return false;
        foreach (char c in part)
        {
            if (!char.IsAsciiLetter(c) && c is not ('.' or '-' or '_')) return true;
        }
        return false;
    }

    private static bool IsWebSeedKey(string part)
    {
        if (part.Length < MinKeyChars) return false;
        int mixes = 0;
        bool isHex = true;
        for (int i = 0; i < part.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(part[i]) && part[i] is not ('-' or '_')) return false;
            isHex &= char.IsAsciiHexDigit(part[i]);
            if (i > 0 && char.IsAsciiDigit(part[i]) != char.IsAsciiDigit(part[i - 1])) mixes++;
        }
        return (isHex && part.Length >= MinHexChars) || (mixes >= MinMixes && !part.Contains('-', StringComparison.Ordinal) && !part.Contains('_', StringComparison.Ordinal));
    }

    /// <summary>What a tracker numbers: a version of what it offers, or one of several.</summary>
    [GeneratedRegex("^(v|api|announce|tracker|bt)[-_]?[0-9]{1,2}$", RegexOptions.IgnoreCase)]
    private static partial Regex Version();

    [GeneratedRegex(@"[a-zA-Z][a-zA-Z0-9+.-]{1,15}://[^\s""'<>]+")]
    private static partial Regex Addresses();
}
