namespace EdgeSeed.Config.Values;

/// <summary>Collects everything wrong with one configuration, so that all of it is reported at once.</summary>
/// <param name="file">The file's name as the user gave it.</param>
internal sealed class ConfigProblemList(string file)
{
    /// <summary>
    /// Problems kept; further ones are dropped, since nobody reads past a hundred and a hostile file must not fill memory.
    /// </summary>
    public const int MaxProblems = 100;

    private readonly List<ConfigProblem> _problems = [];

    /// <summary>How many there are, at most <see cref="MaxProblems"/>.</summary>
    public int Count => _problems.Count;

    /// <summary>Adds a problem at a place.</summary>
    public void Add(ConfigPlace place, string message)
    {
        if (_problems.Count < MaxProblems) _problems.Add(new ConfigProblem(file, place, message));
    }

    /// <summary>Whether something was already reported on that line of the file.</summary>
    public bool HasLine(int line) => _problems.Exists(problem => problem.Place.Flag is null && problem.Place.Line == line);

    /// <summary>All problems in the order of the file; what stands at one place keeps the order in which it was found.</summary>
    public IReadOnlyList<ConfigProblem> Sorted() => [.. _problems.OrderBy(problem => problem.Place)];
}
