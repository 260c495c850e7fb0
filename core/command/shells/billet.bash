# Completion of billet for bash: the program itself says what may stand there.
_billet() {
  local -a words=() front=() found=()
  local i word part=${COMP_WORDS[COMP_CWORD]} joined='' IFS=$' \t\n'
  # bash parts words at : and = too, billet does not.
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ ${#words[@]} -gt 0 && ($word == [:=]* || $joined) ]]; then words[-1]+=$word; else words+=("$word"); fi
    [[ $word == *[:=] ]] && joined=yes || joined=''
  done
  [[ $part == [:=] ]] && part=''
  word=${words[-1]#[\"\']} word=${word//\\/}
  words[-1]=$word
  while [[ ${#words[@]} -gt 2 && ${words[0]} == --* ]]; do
    case ${words[0]} in
      --db | --plugins | --color) front+=("${words[@]:0:2}") words=("${words[@]:2}") ;;
      *) words=("${words[@]:1}") ;;
    esac
  done
  mapfile -t found < <(billet "${front[@]}" complete -- "${words[@]}" 2>/dev/null)
  COMPREPLY=()
  for i in "${found[@]}"; do
    [[ $part == [\"\']* ]] || { i=$(printf '%q' "$i"); i=${i//\\,/,}; }
    [[ $word == *[:=]* ]] && i=${i#"${word%"${part}"}"}
    COMPREPLY+=("$i")
  done
  [[ ${#found[@]} -eq 1 && ${found[0]} == *[/:=.] ]] && compopt -o nospace 2>/dev/null
  return 0
}
complete -o default -F _billet billet
