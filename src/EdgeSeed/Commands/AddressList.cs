using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeSeed.Protocol.Addresses;

namespace EdgeSeed.Commands;

/// <summary>Addresses of trackers or web seeds on the command line: one, or several with commas between.</summary>
internal static class AddressList
{
    /// <summary>The addresses in one value, as they are to be written into a torrent.</summary>
    /// <param name="value">Valid by <see cref="Check"/>.</param>
    /// <param name="kind">What they are of.</param>
    public static string[] Read(string value, AddressKind kind) => [.. Split(value).Select(address => WrittenAddress.Read(address, kind).Text ?? address)];

    /// <summary>What there is to say of addresses that can be used.</summary>
    /// <inheritdoc cref="Read"/>
    public static IEnumerable<string> Remarks(string value, AddressKind kind)
    {
        foreach (string address in Split(value))
        {
            if (WrittenAddress.Read(address, kind).Remark is { } remark) yield return $"{WrittenAddress.WithoutLogin(address)}: {remark}";
        }
    }

    /// <summary>Has an option refuse what cannot be used, with the reason.</summary>
    /// <param name="option">Takes addresses.</param>
    /// <param name="kind">What they are of.</param>
    public static void Check(Option<string[]> option, AddressKind kind) => option.Validators.Add(result => Validate(result, kind));

    private static string[] Split(string value) => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static void Validate(OptionResult result, AddressKind kind)
    {
        string example = kind == AddressKind.Tracker ? "a tracker's address is such as http://tracker.example:6969/announce" : "a web seed's address is such as https://mirror.example/files/film.mkv";
        foreach (string value in result.GetValueOrDefault<string[]>() ?? [])
        {
            string[] addresses = Split(value);
            if (addresses.Length == 0) result.AddError($"{result.Option.Name} needs an address: {example}.");
            foreach (string address in addresses)
            {
                if (address.LastIndexOf("://", StringComparison.Ordinal) is var last && address.AsSpan(0, Math.Max(last, 0)).ContainsAny(" \t\n"))
                {
                    result.AddError($"'{WrittenAddress.WithoutLogin(address)}' looks like several addresses: put commas between them.");
                    continue;
                }
                WrittenAddress read = WrittenAddress.Read(address, kind);
                if (read.Text is null) result.AddError($"'{WrittenAddress.WithoutLogin(address)}' cannot be used: {read.Remark}; {example}.");
            }
        }
    }
}
