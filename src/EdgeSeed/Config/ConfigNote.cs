using System.Text;
using EdgeSeed.Storage;
using EdgeSeed.Storage.State;

namespace EdgeSeed.Config;

/// <summary>
/// The note in the state directory that this service has started with a <c>seed.toml</c> in which something stood, and with which. An empty one is then an
/// accident, and so is that the usual one is gone; on a box that never had another either stands for the defaults.
/// </summary>
internal static class ConfigNote
{
    private const string FileName = "configured";

    /// <summary>Where the note of a state directory is.</summary>
    public static string PathIn(string statePath) => Path.Combine(statePath, FileName);

    /// <summary>Whether the note is there.</summary>
    /// <param name="statePath">The state directory; it may not exist yet.</param>
    public static bool Exists(string statePath) => File.Exists(PathIn(statePath));

    /// <summary>Whether the last start was with this file.</summary>
    public static bool Names(string statePath, string configFile)
    {
        try
        {
            return File.ReadAllText(PathIn(statePath)) == Text(configFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Leaves the note, unless it is there.</summary>
    public static StorageError? Leave(StateDirectory state, string statePath, string configFile) =>
        Names(statePath, configFile) ? null : state.Root.Write(FileName, Encoding.UTF8.GetBytes(Text(configFile)));

    /// <summary>Leaves it in a directory that this service does not use, because its file names another: there it is looked for when that file is gone.</summary>
    /// <returns>Why that cannot be; null when it is done.</returns>
    public static string? LeaveApart(string usualPath, string configFile)
    {
        if (Names(usualPath, configFile)) return null;
        try
        {
            Directory.CreateDirectory(usualPath);
            File.WriteAllText(PathIn(usualPath), Text(configFile));
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"Should {configFile} be lost, that will not be noticed at the start: {exception.Message}";
        }
    }

    private static string Text(string configFile) => configFile + "\n";
}
