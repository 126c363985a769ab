using System.Text.RegularExpressions;

namespace EdgeSeed.Tests.House;

/// <summary>
/// A reader finds the way by folders: a namespace is its folder, and no folder of a project uses one that uses it. Read as text (names, usings,
/// namespaces), so an arrow may be one too many, never without a cause in the code. No type uses so many others that nobody can hold them in his head.
/// </summary>
public sealed partial class FolderTests
{
    private static readonly List<Source> s_sources = [.. Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Path.Combine(Repository.Root, "src"), path))
        .Where(path => !path.Split('/').Any(part => part is "obj" or "bin"))
        .Select(Source.Read)];

    public static TheoryData<string> Projects => [.. s_sources.Select(source => source.Project).Distinct().Order()];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_of_a_project_stand_in_no_circle(string project)
    {
        Dictionary<string, HashSet<string>> uses = Uses([.. s_sources.Where(source => source.Project == project)]);
        string[] circling = [.. uses.Keys.Where(folder => Reaches(uses, folder, folder)).Order()];
        Assert.Empty(circling);
    }

    [Fact]
    public void Namespace_is_the_folder()
    {
        string[] astray = [.. s_sources.Where(source => source.Namespace.Length > 0 && source.Namespace != source.Folder.Replace('/', '.')).Select(source => source.Path)];
        Assert.Empty(astray);
    }

    [Fact]
    public void No_type_but_the_wiring_of_serve_uses_more_than_thirty_others()
    {
        ILookup<string, Source> declared = Declared(s_sources);
        IEnumerable<string> wide =
            from source in s_sources
            from name in source.Names.Except(source.Types)
            from other in declared[name]
            where source.Sees(other.Namespace) && other.Whole != source.Whole
            group other.Whole by source.Whole into uses
            let count = uses.Distinct().Count()
            where count > 30 && uses.Key != "EdgeSeed/Serve/SeedService"
            select $"{uses.Key} uses {count}";
        Assert.Empty(wide);
    }

    private static ILookup<string, Source> Declared(List<Source> sources) =>
        sources.SelectMany(source => source.Types.Select(type => (type, source))).ToLookup(pair => pair.type, pair => pair.source);

    private static Dictionary<string, HashSet<string>> Uses(List<Source> sources)
    {
        ILookup<string, Source> declared = Declared(sources);
        var uses = new Dictionary<string, HashSet<string>>();
        foreach (Source source in sources)
        {
            HashSet<string> from = uses.TryGetValue(source.Folder, out HashSet<string>? known) ? known : uses[source.Folder] = [];
            foreach (string name in source.Names.Except(source.Types))
                from.UnionWith(declared[name].Where(other => other.Folder != source.Folder && source.Sees(other.Namespace)).Select(other => other.Folder));
        }
        return uses;
    }

    private static bool Reaches(Dictionary<string, HashSet<string>> uses, string from, string to)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>(uses[from]);
        while (open.TryPop(out string? folder))
        {
            if (folder == to) return true;
            if (!seen.Add(folder)) continue;
            foreach (string next in uses.GetValueOrDefault(folder, [])) open.Push(next);
        }
        return false;
    }

    [GeneratedRegex(@"//[^\n]*|""(?:\\.|[^""\\\n])*""")]
    private static partial Regex Aside();

    [GeneratedRegex(@"^namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceOf();

    [GeneratedRegex(@"^using (?:static )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex UsingOf();

    [GeneratedRegex(@"^\s*(?:(?:public|internal|private|protected|static|sealed|abstract|partial|readonly|unsafe|ref|file|new)\s+)*(?:class|struct|interface|enum|record(?:\s+(?:struct|class))?|delegate\s+[\w<>\[\]?]+)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeOf();

    [GeneratedRegex(@"\b[A-Z]\w+")]
    private static partial Regex NameOf();

    private sealed record Source(string Path, string Namespace, HashSet<string> Usings, HashSet<string> Types, HashSet<string> Names)
    {
        public string Project => Path[..Path.IndexOf('/')];

        public string Folder => Path[..Path.LastIndexOf('/')];

        /// <summary>The path without what stands behind the first point: the same for all parts of one type.</summary>
        public string Whole => Path[..Path.IndexOf('.', Folder.Length)];

        public static Source Read(string path)
        {
            string text = Aside().Replace(File.ReadAllText(System.IO.Path.Combine(Repository.Root, "src", path)), "");
            return new Source(
                path, NamespaceOf().Match(text).Groups[1].Value, All(UsingOf(), text, 1), All(TypeOf(), text, 1), All(NameOf(), text, 0));
        }

        /// <summary>Whether names of a namespace can be written without it: its own, those above, and those named in usings.</summary>
        public bool Sees(string space) => Usings.Contains(space) || Namespace == space || Namespace.StartsWith(space + ".", StringComparison.Ordinal);

        private static HashSet<string> All(Regex pattern, string text, int group) => [.. pattern.Matches(text).Select(match => match.Groups[group].Value)];
    }
}
