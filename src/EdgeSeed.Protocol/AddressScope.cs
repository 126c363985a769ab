namespace EdgeSeed.Protocol;

/// <summary>From where an address can be reached. The order is from nearest to farthest.</summary>
public enum AddressScope : byte
{
    /// <summary>This machine only: 127.0.0.0/8, ::1 (RFC 6890), and the unspecified address.</summary>
    Loopback,

    /// <summary>One link: 169.254.0.0/16 (RFC 3927), fe80::/10 (RFC 4291).</summary>
    Link,

    /// <summary>One site: RFC 1918, shared address space 100.64.0.0/10 (RFC 6598), unique local fc00::/7 (RFC 4193).</summary>
    Site,

    /// <summary>Everywhere.</summary>
    Global,
}
