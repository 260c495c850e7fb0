#!/usr/bin/env bash
# Runs the tests of one build folder: run.sh BUILD [quick|faults|documents|export]. quick: units and cases alone.
# Prints what fails; the last line is "N passed, N failed".
set -u
cd "$(dirname "$0")/.." || exit 2
build=$1 kind=${2:-all}
limit=2700  # seconds a program may take: a loaded machine needs many times an idle one
export BILLET=$PWD/billet BILLET_SANITIZED
BILLET_SANITIZED=$(realpath "$build")/asan/program/billet
programs=$(dirname "$BILLET_SANITIZED")
export BILLET_PROGRAMS=$programs ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1} UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
passed=0 failed=0
log=$(mktemp)
scratch=$(mktemp -d)
trap 'rm -rf "$log" "$scratch"' EXIT

# Adds counts; a program that ended badly without naming a failure counts as one. Shows the log where something failed.
tally() { # NAME STATUS PASSED FAILED
  local bad=$4
  [ "$2" -eq 0 ] || [ "$bad" -gt 0 ] || bad=1
  passed=$((passed + $3)) failed=$((failed + bad))
  [ "$bad" -eq 0 ] && return
  echo "not ok $1 (exit $2)"
  grep -vE '^\[ (RUN|      OK) ' "$log" | tail -n 80 | sed 's/^/   /'
}

# Programs that speak cmocka, by their sources, as many at once as there are processors: they share nothing.
cmocka() { # SOURCE…
  local f name bad
  printf '%s\n' "$@" | xargs -P "$(nproc)" -I '{}' sh -c 'name=$(basename "$1" .c)
    timeout "$2" "$3/$name" >"$4/$name.log" 2>&1 </dev/null
    echo $? >"$4/$name.status"' sh '{}' "$limit" "$programs" "$scratch"
  for f; do
    name=${f##*/} name=${name%.c}
    cp "$scratch/$name.log" "$log"
    bad=$(sed -nE 's/^\[  (FAILED|ERROR ) +\] ([A-Za-z0-9_]+)$/\2/p' "$log" | sort -u | wc -l)
    tally "$name" "$(cat "$scratch/$name.status")" "$(grep -cE '^\[ +OK \]' "$log")" "$bad"
  done
}

# A command whose last line is "N passed, N failed".
counted() { # NAME COMMAND…
  local name=$1 status last
  shift
  timeout "$limit" "$@" >"$log" 2>&1 </dev/null
  status=$?
  last=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1)
  if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed ]]; then
    tally "$name" "$status" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
  else
    tally "$name" 1 0 1
  fi
}

# A program that passes by ending well.
plain() {
  timeout "$limit" "$@" >"$log" 2>&1 </dev/null
  local status=$?
  tally "${1##*/}" "$status" $((status == 0)) 0
}

shopt -s nullglob
if [ "$kind" = faults ]; then
  limit=7200
  for f in tests/faults/test_*.c; do cmocka "$f"; done
  for f in tests/faults/*.sh; do counted "$f" bash "$f"; done
  for f in tests/faults/*.py; do counted "$f" python3 "$f" --billet "$build/faults/billet" --demo tests/data/demo; done
elif [ "$kind" = documents ]; then
  for f in tests/pdf.sh tests/papers.sh; do counted "$f" bash "$f" "$build"; done
  counted "tests/einvoice.sh" bash tests/einvoice.sh
  counted "tests/mail.sh" bash tests/mail.sh
  BILLET=$BILLET_SANITIZED counted "tests/mail.sh, sanitized" bash tests/mail.sh
elif [ "$kind" = export ]; then
  counted "tests/ledgers.sh" bash tests/ledgers.sh
  BILLET=$BILLET_SANITIZED counted "tests/ledgers.sh, sanitized" bash tests/ledgers.sh
  counted "tests/export/proofs.sh" bash tests/export/proofs.sh
  BILLET=$BILLET_SANITIZED counted "tests/signin.sh" bash tests/signin.sh
  counted "tests/delivery.sh" bash tests/delivery.sh
  counted "tests/story.sh" bash tests/story.sh
  counted "delivery.py, shallow" python3 tests/faults/delivery.py --billet "$build/faults/billet" --shallow 80
else
  cmocka tests/sandbox/test_*.c tests/core/test_*.c
  if [ "$kind" = quick ]; then
    counted "tests/cases" python3 tests/cases/run.py --billet "$BILLET" tests/cases
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
    exit
  fi
  for f in tests/lua/*.lua; do counted "$f" "$BILLET" --db "$scratch/lua.db" eval "$f"; done
  for f in plugins/*/*.lua rules/*.lua rules/*/*.lua; do
    [[ $f != plugins/shared/* && $f != *.examples.lua ]] || continue  # exporters require them, tests read them
    name=${f##*/} name=${name%.lua}
    counted "plugin test $name" "$BILLET" plugin test "$name"
  done
  if compgen -G 'tests/cases/*.json' >/dev/null; then
    counted "tests/cases" python3 tests/cases/run.py --billet "$BILLET" tests/cases
    counted "tests/cases, sanitized" python3 tests/cases/run.py --billet "$BILLET_SANITIZED" tests/cases
  fi
  counted "tests/annotations.py" python3 tests/annotations.py "$BILLET"
  for f in tests/*.sh; do
    case $f in
      tests/run.sh | tests/lint.sh | tests/install-packages.sh | tests/demo.sh) ;;
      tests/pdf.sh | tests/papers.sh | tests/mail.sh | tests/einvoice.sh) ;; # of make test-documents
      tests/ledgers.sh | tests/signin.sh | tests/delivery.sh | tests/story.sh) ;; # of make test-export
      *) counted "$f" bash "$f" ;;
    esac
  done
  counted "tests/explain.py" python3 tests/explain.py "$BILLET"
  counted "tests/prompt.py" python3 tests/prompt.py "$BILLET"
  counted "tests/walk.py" python3 tests/walk.py "$BILLET"
  counted "tests/hostile.py" python3 tests/hostile.py "$BILLET"
  counted "tests/hostile.py, sanitized" python3 tests/hostile.py "$BILLET_SANITIZED"
  counted "tests/questions.py" python3 tests/questions.py "$BILLET"
  for f in tests/faults/*.py; do
    [[ $f != */delivery.py ]] || continue  # of make test-export
    some=20
    [[ $f != */damage.py ]] || some=25
    counted "${f##*/}, shallow" python3 "$f" --billet "$build/faults/billet" --demo tests/data/demo --shallow $some
  done
  if [ -f tests/embed.c ]; then plain "$build/release/program/embed"; fi
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
