namespace EdgeSeed.Protocol.Addresses;

/// <summary>An address of a torrent or magnet link of which there is something to say: mostly that it cannot be used.</summary>
/// <param name="Written">As it was written, printable and without a login; cut where it is long.</param>
/// <param name="Remark">What there is to say, in a few words.</param>
public sealed record RemarkedAddress(string Written, string Remark)
{
    /// <summary>Remarks kept of one torrent; further ones are left out.</summary>
    public const int MaxKept = 100;

    private const int MaxShown = 200;

    // A login may be this far inside; of a longer address nothing is shown.
    private const int MaxLookedAt = 2 * WrittenAddress.MaxLength;

    /// <summary>Reads an address into a list, if it can be used and is not there yet, and keeps what there is to say of it.</summary>
    /// <param name="written">As it was written; white space alone is as good as no address.</param>
    /// <param name="kind">What it is of.</param>
    /// <param name="addresses">Those that can be used.</param>
    /// <param name="remarks">What there is to say of them and others.</param>
    /// <returns>Whether it was added.</returns>
    internal static bool Read(ReadOnlySpan<byte> written, AddressKind kind, List<string> addresses, List<RemarkedAddress> remarks)
    {
        if (written.Trim(" \t\r\n\0"u8).IsEmpty) return false;
        WrittenAddress read = WrittenAddress.Read(written, kind);
        if (read.Text is not null && addresses.Contains(read.Text)) return false;
        if (read.Remark is { } remark) Add(remarks, written, remark);
        if (read.Text is null) return false;
        addresses.Add(read.Text);
        return true;
    }

    /// <summary>Keeps a remark, if there is room.</summary>
    internal static void Add(List<RemarkedAddress> remarks, ReadOnlySpan<byte> written, string remark)
    {
        if (remarks.Count == MaxKept) return;
        string shown = written.Length > MaxLookedAt ? "…" : WrittenAddress.WithoutLogin(ByteText.Printable(written));
        var added = new RemarkedAddress(shown.Length > MaxShown ? string.Concat(shown.AsSpan(0, MaxShown), "…") : shown, remark);
        if (!remarks.Contains(added)) remarks.Add(added);
    }
}
