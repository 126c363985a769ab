using EdgeSeed.Commands;
using EdgeSeed.Terminal;

StandardStream.Install();
return await CommandTree.RunAsync(args).ConfigureAwait(false);
