using System.CommandLine.Parsing;

namespace EdgeSeed.Commands;

/// <summary>Addresses of trackers and web seeds on the command line: one, or several with commas between.</summary>
internal static class AddressList
{
    /// <summary>The addresses in one value.</summary>
    public static string[] Split(string value) => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Refuses what is no absolute address of a kind that clients know.</summary>
    public static void Validate(OptionResult result)
    {
        foreach (string value in result.GetValueOrDefault<string[]>() ?? [])
        {
            string[] addresses = Split(value);
            if (addresses.Length == 0) result.AddError($"{result.Option.Name} needs an address.");
            foreach (string address in addresses)
            {
                if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https" or "udp" or "ftp") || uri.Host.Length == 0)
                    result.AddError($"'{address}' is not an address such as http://tracker.example:6969/announce.");
            }
        }
    }
}
