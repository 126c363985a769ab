using EdgeSeed.Config.Values;

namespace EdgeSeed.Config.Binding;

/// <summary>Remembers where each value that is not a default came from.</summary>
internal sealed class ConfigOrigins
{
    private readonly Dictionary<string, ConfigPlace> _places = [];

    /// <summary>Notes that a key was set there.</summary>
    public void Set(string path, ConfigPlace place) => _places[path] = place;

    /// <summary>Where the key was set, or null for the default.</summary>
    public ConfigPlace? Find(string path) => _places.TryGetValue(path, out ConfigPlace place) ? place : null;
}
