using EdgeSeed.Commands;

return await CommandTree.RunAsync(args).ConfigureAwait(false);
