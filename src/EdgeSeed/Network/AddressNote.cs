using System.Security.Cryptography;
using System.Text;
using EdgeSeed.Logs;
using EdgeSeed.Storage.State;
using Microsoft.Extensions.Logging;

namespace EdgeSeed.Network;

/// <summary>
/// The note in the state directory by which <c>edgeseed status</c> finds the running service, and shows that it may enter that directory: a secret
/// stands before the host. Taken away when the service stops.
/// </summary>
internal sealed class AddressNote : IDisposable
{
    private const string FileName = "address";
    private const int MaxLength = 300;

    private readonly StateDirectory _state;

    /// <summary>Leaves the note.</summary>
    /// <param name="state">Where.</param>
    /// <param name="url">The page's address, as this machine itself reaches it, with the secret.</param>
    /// <param name="log">Is told when it cannot be written.</param>
    public AddressNote(StateDirectory state, string url, ILogger log)
    {
        _state = state;
        if (state.Root.Write(FileName, Encoding.ASCII.GetBytes(url + "\n")) is { } error) EdgeSeedLog.StateFailed(log, error.ToString());
    }

    /// <summary>A secret of this run, in hexadecimal.</summary>
    public static string NewSecret() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>The field <c>Authorization</c> by which a secret is shown.</summary>
    public static string Authorization(string secret) => "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes(secret + ":"));

    /// <summary>Reads the note without taking the directory's lock; null when no service left one.</summary>
    /// <param name="statePath">The state directory.</param>
    public static string? Read(string statePath)
    {
        try
        {
            string text = File.ReadAllText(Path.Combine(statePath, FileName), Encoding.ASCII).Trim();
            return text.Length is > 0 and <= MaxLength ? text : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _state.Root.Remove(FileName);
}
