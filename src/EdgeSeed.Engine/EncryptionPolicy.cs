namespace EdgeSeed.Engine;

/// <summary>Which peers a session speaks to, by Message Stream Encryption.</summary>
public enum EncryptionPolicy
{
    /// <summary>Encrypted and plain peers alike; whoever connects chooses.</summary>
    Prefer,

    /// <summary>Only peers that encrypt everything.</summary>
    Require,

    /// <summary>Only plain peers.</summary>
    Off,
}
