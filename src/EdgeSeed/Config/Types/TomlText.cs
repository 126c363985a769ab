using System.Globalization;
using System.Text;

namespace EdgeSeed.Config.Types;

/// <summary>Writes the TOML that the sample and <c>config show</c> consist of.</summary>
internal static class TomlText
{
    /// <summary>A basic string with everything escaped that TOML 1.0 asks for.</summary>
    public static string Quote(string text)
    {
        StringBuilder quoted = new("\"", text.Length + 2);
        foreach (char c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (char.IsControl(c)) quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else quoted.Append(c);
        }
        return quoted.Append('"').ToString();
    }
}
