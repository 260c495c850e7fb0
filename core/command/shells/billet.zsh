#compdef billet
# Completion of billet for zsh: the program itself says what may stand there.
_billet() {
  local -a front rest found shown told
  local text note
  rest=("${(@Q)words[2,CURRENT]}")
  while (( $#rest > 2 )) && [[ $rest[1] == --* ]]; do
    case $rest[1] in
      --db|--plugins|--color) front+=("${(@)rest[1,2]}"); rest=("${(@)rest[3,-1]}") ;;
      *) rest=("${(@)rest[2,-1]}") ;;
    esac
  done
  while IFS= read -r text && IFS= read -r note; do
    found+=("$text")
    told+=("$text${note:+  $note}")
  done < <(billet $front complete --notes -- "${(@)rest}" 2>/dev/null)
  local -a end
  [[ $#found == 1 && $found[1] == *[/:=.] ]] && end=(-S '')
  if (( $#found )); then compadd $end -l -d told -a found; else _files; fi
}
if [[ $funcstack[1] == _billet ]]; then _billet "$@"; else compdef _billet billet; fi
