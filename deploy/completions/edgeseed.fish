# Completion for fish: asks the program what may follow, besides file names.
function __edgeseed_suggestions
  set -l line (commandline -cp)
  edgeseed "[suggest:"(string length -- $line)"]" "$line" 2>/dev/null | string match -rv '^(-.|/.)$'
end
complete -c edgeseed -a '(__edgeseed_suggestions)'
