#!/usr/bin/env bash
# Feeds parsers random input, made of their seeds: run.sh libfuzzer|afl SECONDS PROGRAM…, from the root of the tree.
# Fails with the first program that finds something, which lies beside it then.
set -u
engine=$1 seconds=$2
shift 2
TMPDIR=$(mktemp -d -p /dev/shm) # of programs too: AFL++ kills them, so they cannot clean up
export TMPDIR AFL_NO_UI=1 AFL_NO_AFFINITY=1 AFL_AUTORESUME=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1
trap 'rm -rf "$TMPDIR"' EXIT

libfuzzer() { # PROGRAM SEEDS [DICTIONARY]
  mkdir -p "$1.corpus"
  "$1" -max_total_time="$seconds" -max_len=4096 -verbosity=0 -artifact_prefix="$1." ${3:+-dict="$3"} "$1.corpus" "$2"
}

afl() { # the same
  afl-fuzz -V "$seconds" -G 4096 -t 10000 ${3:+-x "$3"} -i "$2" -o "$1.found" -- "$1" &&
    ! compgen -G "$1.found/default/[ch]*s/id*"
}

for program; do
  seeds=tests/fuzz/${program##*/fuzz_} dictionary=$(ls "tests/fuzz/${program##*/fuzz_}.dict" 2>/dev/null)
  if ! "$engine" "$program" "$seeds" "$dictionary" >"$program.log" 2>&1; then
    tail -n 60 "$program.log"
    exit 1
  fi
  echo "${program##*/}: nothing found"
done
