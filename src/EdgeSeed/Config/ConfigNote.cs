using EdgeSeed.Storage;
using EdgeSeed.Storage.State;

namespace EdgeSeed.Config;

/// <summary>
/// The note in the state directory that this service has once started with a <c>seed.toml</c> in which something stood. An empty one is then an accident; on a
/// box that never had another it stands for the defaults.
/// </summary>
internal static class ConfigNote
{
    private const string FileName = "configured";

    /// <summary>Whether the note is there.</summary>
    /// <param name="statePath">The state directory; it may not exist yet.</param>
    public static bool Exists(string statePath) => File.Exists(Path.Combine(statePath, FileName));

    /// <summary>Leaves the note, unless it is there: written once in the life of a box.</summary>
    public static StorageError? Leave(StateDirectory state, string statePath) => Exists(statePath) ? null : state.Root.Write(FileName, "seed.toml\n"u8);
}
