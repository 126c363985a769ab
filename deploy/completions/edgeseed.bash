# Completion for bash: asks the program what may follow; where it has nothing to say, file names.
_edgeseed() {
  local line=${COMP_LINE:0:COMP_POINT} word=${COMP_WORDS[COMP_CWORD]} suggestions
  suggestions=$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null | grep -vE '^(-.|/.)$')
  [[ $word == -* ]] || suggestions=$(grep -v '^-' <<<"$suggestions")
  mapfile -t COMPREPLY < <(compgen -W "$suggestions" -- "$word")
}
complete -o default -F _edgeseed edgeseed
