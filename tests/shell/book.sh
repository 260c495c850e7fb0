# Sourced by the tests that drive the program from a shell: a folder of their own, counts, running billet, looking at what it said.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 2
root=$PWD
billet=$(realpath "${BILLET:-$PWD/billet}")
folder=$(mktemp -d)
passed=0 failed=0 status=0
trap 'rm -rf "$folder"' EXIT
export HOME=$folder LC_ALL=C.UTF-8 BILLET_DB=$folder/book.db
unset NO_COLOR COLUMNS XDG_DATA_HOME XDG_CACHE_HOME
cd "$folder" || exit 2

ok() { passed=$((passed + 1)); }
bad() {
  failed=$((failed + 1))
  printf 'not ok %s\n  exit %s\n  out: %s\n  err: %s\n' "$1" "$status" "$(head -c 900 out)" "$(head -c 900 err)"
}

# Runs billet; what it said is in the files out and err, how it ended in $status.
run() { "$billet" "$@" >out 2>err </dev/null; status=$?; }
does() { run "$@"; if [ "$status" -eq 0 ]; then ok; else bad "$*"; fi; }
exits() { if [ "$status" -eq "$2" ]; then ok; else bad "$1: exit $2 expected"; fi; }
says() { if grep -qF -- "$3" "$2"; then ok; else bad "$1: '$3' expected in $2"; fi; }
is() { # WHAT: standard input is the whole answer
  if diff - out >diff.txt; then ok; else bad "$1: $(cat diff.txt)"; fi
}

refuses() { run "${@:3}"; exits "$1" 1; says "$1" err "$2"; } # WHAT TEXT COMMAND…

# What Python says of the JSON d in a file.
holds_json() { # WHAT FILE EXPRESSION
  local test='import json, sys; d = json.load(open(sys.argv[1])); assert eval(sys.argv[2])'
  if python3 -c "$test" "$2" "$3" 2>/dev/null; then ok; else bad "$1: $3"; fi
}

