# Completion of riser's words in bash. Commands and options are asked of the program itself, so that they are always its own.
_riser() {
  local program=${COMP_WORDS[0]} current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command="" word
  for word in "${COMP_WORDS[@]:1:$((COMP_CWORD - 1))}"; do
    [[ $word == -* ]] || { command=$word; break; }
  done
  COMPREPLY=()
  if [[ -z $command && $current != -* ]]; then
    COMPREPLY=($(compgen -W "$("$program" --help 2>/dev/null | sed -n '/^Subcommands:/,$s/^  \([a-z]\+\) .*/\1/p')" -- "$current"))
  elif [[ $previous == --device ]]; then
    COMPREPLY=($(compgen -W "auto cpu cuda" -- "$current"))
  elif [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$("$program" ${command:+"$command"} --help 2>/dev/null | grep -oE '^ +(-[a-z],)?--[a-z-]+' | grep -oE -- '--[a-z-]+')" -- "$current"))
  else
    case $command in
      report | compare | dump) COMPREPLY=($(compgen -d -S / -- "$current") $(compgen -f -X '!*.h5' -- "$current")) ;;
      *) COMPREPLY=($(compgen -d -S / -- "$current") $(compgen -f -X '!*.yaml' -- "$current")) ;;
    esac
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == */ ]] && compopt -o nospace 2>/dev/null
  fi
  return 0
}
complete -F _riser riser
