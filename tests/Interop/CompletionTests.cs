using EdgeSeed.Interop.Running;

namespace EdgeSeed.Interop;

/// <summary>The completion that the package installs, in a real bash.</summary>
public sealed class CompletionTests
{
    private const string Script = """
        source "$1"
        line="$2 $3"
        COMP_LINE=$line COMP_POINT=${#line} COMP_WORDS=("$2") COMP_CWORD=0
        read -ra rest <<<"$3"
        COMP_WORDS+=("${rest[@]}")
        [[ $line == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _edgeseed
        echo "${COMPREPLY[*]}"
        """;

    [SkippableTheory]
    [InlineData("mak", "make")]
    [InlineData("config s", "sample show")]
    [InlineData("make --pr", "--private")]
    [InlineData("make fil", "")]
    [InlineData("make ", "")]
    public async Task Bash_is_offered_what_may_follow_and_else_file_names(string typed, string offered)
    {
        string bash = ExternalTool.Require("bash", "bash");
        string completion = Path.Combine(AppContext.BaseDirectory, "Completions", "edgeseed.bash");
        string reply = await RunningProcess.RequireAsync([bash, "-c", Script, "bash", completion, EdgeSeedProcess.Binary, typed], TimeSpan.FromSeconds(30));
        Assert.Equal(offered, reply.Trim());
    }
}
