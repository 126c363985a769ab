using System.Security.Cryptography;
using System.Text;
using EdgeSeed.Config.Units;
using EdgeSeed.Protocol;

namespace EdgeSeed.Web;

/// <summary>
/// Whether a request comes with the owner's password. HTTP's own login (RFC 7617) needs least: no cookie, no session, no page of its own, and every
/// browser and <c>curl</c> has it. A password is hashed once; after that its keyed digest is enough, which costs nothing.
/// </summary>
internal sealed class OwnerLogin
{
    /// <summary>Passwords that are hashed or wait for it. A further one is told to come later.</summary>
    public const int MaxWaiting = 8;

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
    private readonly LoginPace _pace = new();
    private byte[] _known = [];
    private int _waiting;

    // Has no wait handle that would have to be disposed of.
    private SemaphoreSlim Turn { get; } = new(1);

    /// <summary>What every form of the owner's page carries: no other site can read it, so none can send it. Anew with each start.</summary>
    public string FormToken => Convert.ToHexStringLower(Digest("form"));

    /// <summary>Whether a form carried it.</summary>
    public bool IsFormToken(string token) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(FormToken));

    /// <summary>How long somebody who tried too often has still to wait, in whole seconds, at least one.</summary>
    public int SecondsToWait(PeerEndPoint client)
    {
        lock (_pace) return Math.Max(1, (int)Math.Ceiling(_pace.Wait(AddressBlock.Of(client), Environment.TickCount64).TotalSeconds));
    }

    /// <summary>Checks a request.</summary>
    /// <param name="authorization">The field <c>Authorization</c>; empty where there is none.</param>
    /// <param name="hash">Of the password.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="cancellation">Gives up waiting for a turn.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<LoginOutcome> TryAsync(string authorization, PasswordHash hash, PeerEndPoint client, CancellationToken cancellation)
    {
        if (Password(authorization) is not { } password) return LoginOutcome.NoPassword;
        byte[] digest = Digest($"{hash} {password}");
        if (CryptographicOperations.FixedTimeEquals(digest, Volatile.Read(ref _known))) return LoginOutcome.Right;
        var address = AddressBlock.Of(client);
        if (Interlocked.Increment(ref _waiting) > MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return LoginOutcome.TooOften;
        }
        try
        {
            await Turn.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                lock (_pace)
                {
                    if (_pace.Wait(address, Environment.TickCount64) > TimeSpan.Zero) return LoginOutcome.TooOften;
                }
                if (!await Task.Run(() => hash.IsOf(password), CancellationToken.None).ConfigureAwait(false))
                {
                    lock (_pace) _pace.Failed(address, Environment.TickCount64);
                    return LoginOutcome.Wrong;
                }
                lock (_pace) _pace.Succeeded(address);
                Volatile.Write(ref _known, digest);
                return LoginOutcome.Right;
            }
            finally
            {
                Turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>The password of <c>Basic</c> credentials, whatever the user's name; null for anything else.</summary>
    private static string? Password(string authorization)
    {
        const string scheme = "Basic ";
        if (!authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) return null;
        Span<byte> bytes = stackalloc byte[2 * PasswordHash.MaxPasswordBytes];
        if (!Convert.TryFromBase64String(authorization[scheme.Length..].Trim(), bytes, out int length)) return null;
        string both = Encoding.UTF8.GetString(bytes[..length]);
        return both.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? both[(colon + 1)..] : null;
    }

    private byte[] Digest(string text) => HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(text));
}

/// <summary>What came of a login.</summary>
internal enum LoginOutcome
{
    /// <summary>It is the owner.</summary>
    Right,

    /// <summary>No password was sent.</summary>
    NoPassword,

    /// <summary>Another one was.</summary>
    Wrong,

    /// <summary>One may be tried again later.</summary>
    TooOften,
}
