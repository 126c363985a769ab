namespace EdgeSeed.Protocol.Wire;

/// <summary>
/// The numbers under which a peer takes extended messages, from the <c>m</c> dictionary of its handshake (BEP 10): 1 to 255,
/// 0 when it has turned the extension off, <see cref="NotSaid"/> when it does not mention it. Start from <see cref="None"/>, not from
/// <c>default</c>.
/// </summary>
/// <param name="Metadata"><c>ut_metadata</c> (BEP 9).</param>
/// <param name="Pex"><c>ut_pex</c> (BEP 11).</param>
/// <param name="DontHave"><c>lt_donthave</c> (BEP 54).</param>
/// <param name="Holepunch"><c>ut_holepunch</c> (BEP 55).</param>
/// <param name="UploadOnly"><c>upload_only</c> (BEP 21 as a message).</param>
public readonly record struct ExtensionIds(int Metadata, int Pex, int DontHave, int Holepunch, int UploadOnly)
{
    /// <summary>The number of an extension that is not mentioned.</summary>
    public const int NotSaid = -1;

    /// <summary>No extension is mentioned.</summary>
    public static ExtensionIds None => new(NotSaid, NotSaid, NotSaid, NotSaid, NotSaid);

    /// <summary>What holds after a further handshake: what it mentions, and of the rest what held before (BEP 10).</summary>
    public ExtensionIds ChangedBy(ExtensionIds later) => new(
        Choose(Metadata, later.Metadata),
        Choose(Pex, later.Pex),
        Choose(DontHave, later.DontHave),
        Choose(Holepunch, later.Holepunch),
        Choose(UploadOnly, later.UploadOnly));

    private static int Choose(int before, int later) => later == NotSaid ? before : later;
}
