# Completion of riser's words in bash. Commands and options are asked of the program itself, so that they are always its own.

# The program to ask. A launcher in a source tree would install packages and build before it answers: what it built is asked instead.
_riser_program() {
  local program
  program=$(type -P -- "${1/#\~\//$HOME/}") || return
  [[ -f ${program%/*}/CMakeLists.txt ]] && program=${program%/*}/build/release/riser
  printf '%s' "$program"
}

_riser_help() {
  local program
  program=$(_riser_program "${COMP_WORDS[0]}")
  [[ -x $program ]] && "$program" "$@" --help 2>/dev/null
}

_riser() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command="" word files
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == -* ]] || { command=$word; break; }
  done
  [[ $previous == = ]] && previous=${COMP_WORDS[COMP_CWORD - 2]}                # --device=cpu comes as three words
  [[ $current == = ]] && { previous=${COMP_WORDS[COMP_CWORD - 1]}; current=""; }
  COMPREPLY=()
  if [[ $previous == --device ]]; then
    mapfile -t COMPREPLY < <(compgen -W "auto cpu cuda" -- "$current")
  elif [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(_riser_help $command | sed -nE 's/^ +(-[a-z],)?(--[a-z-]+).*/\2/p')" -- "$current")
  elif [[ -z $command ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(_riser_help | sed -nE '/^Subcommands:/,$s/^  ([a-z]+) .*/\1/p')" -- "$current")
  else
    case $command in report | compare | dump) files='!*.h5' ;; *) files='!*.yaml' ;; esac
    mapfile -t COMPREPLY < <(compgen -d -- "$current"; compgen -f -X "$files" -- "$current")
    compopt -o filenames 2>/dev/null  # bash quotes spaces and marks folders; it says so outside of a completion
  fi
  return 0
}
complete -F _riser riser
