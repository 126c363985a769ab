using System.Text;
using EdgeSeed.Protocol;

namespace EdgeSeed.Status;

/// <summary>Guesses a peer's program from its peer id (BEP 20): <c>-TR4060-</c> is Transmission.</summary>
internal static class ClientName
{
    /// <summary>The program's name, its two letters where they are unknown; empty when the id follows no custom.</summary>
    public static string Of(in PeerId id)
    {
        ReadOnlySpan<byte> bytes = id.Span;
        if (bytes[0] == '-' && bytes[7] == '-' && char.IsAsciiLetter((char)bytes[1]) && char.IsAsciiLetterOrDigit((char)bytes[2])) return Azureus(bytes[1..3]);
        if (bytes.StartsWith("M"u8) && bytes[2] == '-') return "BitTorrent";
        return bytes.StartsWith("A2-"u8) ? "aria2" : "";
    }

    private static string Azureus(ReadOnlySpan<byte> code) => Encoding.ASCII.GetString(code) switch
    {
        "ES" => "EdgeSeed",
        "TR" => "Transmission",
        "qB" => "qBittorrent",
        "LT" => "libtorrent",
        "lt" => "rTorrent",
        "DE" => "Deluge",
        "UT" or "UM" or "UW" => "µTorrent",
        "BT" => "BitTorrent",
        "AZ" => "Vuze",
        "BI" => "BiglyBT",
        "KT" => "KTorrent",
        "TX" or "TI" => "Tixati",
        "WW" or "WD" => "WebTorrent",
        "FD" => "Free Download Manager",
        "PI" => "PicoTorrent",
        "BC" => "BitComet",
        "XL" => "Xunlei",
        var other => other,
    };
}
