#!/usr/bin/env bash
# Runs the tests of one build folder: run.sh BUILD [quick|faults|documents|export|web]. quick: units and cases alone.
# Suites share nothing, so there run as many at once as there are processors, in the order of the list: what takes longest stands first.
# Prints what fails, in that order; the last line is "N passed, N failed". BUILD/suites.txt then says how many seconds each took.
set -u
cd "$(dirname "$0")/.." || exit 2
build=$1 kind=${2:-all}
limit=2700  # seconds a suite may take: a loaded machine needs many times an idle one
export BILLET=$PWD/billet BILLET_SANITIZED
BILLET_SANITIZED=$(realpath -m "$build")/asan/program/billet
programs=$(dirname "$BILLET_SANITIZED")
export BILLET_PROGRAMS=$programs ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1} UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
processors=$(nproc)
PATH=$(python3 -c 'import os, sys; print(os.path.dirname(sys.executable))'):$PATH  # itself, not what looks for it each time
passed=0 failed=0

# Books that nobody keeps lie in memory where it has room: on a disk each commit waits.
memory=/dev/shm
[ "$(df --output=avail -k "$memory" 2>/dev/null | tail -n 1)" -ge 2000000 ] 2>/dev/null || memory=${TMPDIR:-/tmp}
scratch=$(mktemp -d -p "$memory" billet-tests-XXXXXX) || exit 2
export TMPDIR=$scratch

# ---- Suites: of each, by its place in the list, its name, how its log is counted, its process, when it began and how it ended.

names=() counts=() begun=() ended=() shown=0
declare -A running=()  # places by process
trap '[ ${#running[@]} -eq 0 ] || kill "${!running[@]}" 2>/dev/null; wait; rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
: >"$build/suites.txt"

# Starts a suite as soon as a processor is free. COUNTED is a function below: it sets good and bad from a log.
suite() { # COUNTED NAME COMMAND…
  local place=${#names[@]}
  while ((${#running[@]} >= processors)); do await; done
  names+=("$2") counts+=("$1") begun+=("$SECONDS")
  timeout -k 10 "$limit" "${@:3}" >"$scratch/$place.log" 2>&1 </dev/null &
  running[$!]=$place
}

# Waits until one of them ends, and tells of all whose turn it is.
await() {
  local process status place
  wait -n -p process
  status=$? place=${running[$process]}
  unset 'running[$process]'
  ended[place]=$status
  printf '%5d %s\n' $((SECONDS - begun[place])) "${names[place]}" >>"$build/suites.txt"
  while [ -n "${ended[shown]-}" ]; do
    tell "$shown"
    ((++shown))
  done
}

# Adds the counts of a suite; one that ended badly without naming a failure counts as one. Shows the log where something failed.
tell() { # PLACE
  local good=0 bad=0 status=${ended[$1]} log=$scratch/$1.log
  "${counts[$1]}" "$log" "$status"
  [ "$status" -eq 0 ] || [ "$bad" -gt 0 ] || bad=1
  passed=$((passed + good)) failed=$((failed + bad))
  if [ "$bad" -gt 0 ]; then
    echo "not ok ${names[$1]} (exit $status)"
    grep -vE '^\[ (RUN|      OK) ' "$log" | tail -n 80 | sed 's/^/   /'
  fi
  rm "$log"
}

# cmocka's words.
cases_of_cmocka() { # LOG
  good=$(grep -cE '^\[ +OK \]' "$1")
  bad=$(sed -nE 's/^\[  (FAILED|ERROR ) +\] ([A-Za-z0-9_]+)$/\2/p' "$1" | sort -u | wc -l)
}
# A last line "N passed, N failed"; without one it failed.
last_line() { # LOG
  local last
  last=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$1" | tail -n 1)
  bad=1
  [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed ]] && good=${BASH_REMATCH[1]} bad=${BASH_REMATCH[2]}
}
# It passes by ending well.
whole() { good=$(($2 == 0)); } # LOG STATUS

counted() { suite last_line "$@"; } # NAME COMMAND…
sanitized() { counted "$1, sanitized" env BILLET="$BILLET_SANITIZED" "${@:2}"; } # NAME COMMAND…
cmocka() { # SOURCE…
  local f name
  for f; do
    name=${f##*/} name=${name%.c}
    suite cases_of_cmocka "$name" "$programs/$name"
  done
}

# ---- The lists.

shopt -s nullglob
faults_of() { # FILE OPTION…
  counted "${1##*/}${2:+, shallow}" python3 "$1" --billet "$build/faults/billet" --demo tests/data/demo "${@:2}"
}

list_faults() {
  local f
  limit=7200
  for f in tests/faults/*.py; do faults_of "$f"; done
  cmocka tests/faults/test_*.c
  for f in tests/faults/*.sh; do counted "$f" bash "$f"; done
}

list_documents() {
  for f in tests/pdf.sh tests/papers.sh; do counted "$f" bash "$f" "$build"; done
  counted tests/deb.sh bash tests/deb.sh "$build"
  counted tests/einvoice.sh bash tests/einvoice.sh
  sanitized tests/mail.sh bash tests/mail.sh
  counted tests/mail.sh bash tests/mail.sh
}

list_export() {
  sanitized tests/ledgers.sh bash tests/ledgers.sh
  counted tests/ledgers.sh bash tests/ledgers.sh
  counted tests/export/proofs.sh bash tests/export/proofs.sh
  counted tests/signin.sh env BILLET="$BILLET_SANITIZED" bash tests/signin.sh
  counted tests/delivery.sh bash tests/delivery.sh
  counted tests/story.sh bash tests/story.sh
  counted "delivery.py, shallow" python3 tests/faults/delivery.py --billet "$build/faults/billet" --shallow 80
}

list_web() {
  local f
  for f in tests/web/test_{names,screens,dialogs}.mjs; do counted "$f" bash tests/web.sh "$build" "$f"; done
  for f in tests/web/test_*.mjs; do
    case ${f##*_} in
      names.mjs | screens.mjs | dialogs.mjs) ;; # above
      *) counted "$f" bash tests/web.sh "$build" "$f" ;;
    esac
  done
  counted tests/serve-proxy.sh bash tests/serve-proxy.sh "$build"
}

list_units() { cmocka tests/sandbox/test_*.c tests/core/test_*.c; }

list_quick() {
  counted tests/cases python3 tests/cases/run.py --billet "$BILLET" tests/cases
  list_units
}

list_all() {
  local f name
  counted tests/plugins.sh bash tests/plugins.sh
  counted tests/shipped.sh bash tests/shipped.sh
  counted tests/kept-books.sh bash tests/kept-books.sh
  counted "tests/hostile.py, sanitized" python3 tests/hostile.py "$BILLET_SANITIZED"
  counted "tests/cases, sanitized" python3 tests/cases/run.py --billet "$BILLET_SANITIZED" tests/cases
  for f in tests/faults/*.py; do
    case ${f##*/} in
      delivery.py) ;; # of make test-export
      damage.py) faults_of "$f" --shallow 25 ;;
      *) faults_of "$f" --shallow 20 ;;
    esac
  done
  counted tests/walk.py python3 tests/walk.py "$BILLET"
  counted tests/prompt.py python3 tests/prompt.py "$BILLET"
  counted tests/hostile.py python3 tests/hostile.py "$BILLET"
  counted "tests/cases, explained" python3 tests/explain.py "$BILLET"
  counted tests/annotations.py python3 tests/annotations.py "$BILLET"
  counted tests/questions.py python3 tests/questions.py "$BILLET"
  for f in tests/*.sh; do
    case $f in
      tests/plugins.sh | tests/shipped.sh | tests/kept-books.sh) ;; # above
      tests/run.sh | tests/lint.sh | tests/install-packages.sh | tests/demo.sh) ;;
      tests/pdf.sh | tests/papers.sh | tests/mail.sh | tests/einvoice.sh | tests/deb.sh) ;; # of make test-documents
      tests/ledgers.sh | tests/signin.sh | tests/delivery.sh | tests/story.sh) ;; # of make test-export
      tests/web.sh | tests/serve-proxy.sh) ;; # of make test-web
      *) counted "$f" bash "$f" ;;
    esac
  done
  list_units
  for f in tests/lua/*.lua; do counted "$f" "$BILLET" --db "$scratch/lua.db" eval "$f"; done
  for f in rules/*/*.lua; do  # what is shipped beside them: tests/shipped.sh
    [[ $f != *.examples.lua ]] || continue
    name=${f##*/} name=${name%.lua}
    counted "plugin test $name" "$BILLET" plugin test "$name"
  done
  suite whole embed "$build/release/program/embed"
}

"list_$kind"
while ((${#running[@]})); do await; done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
