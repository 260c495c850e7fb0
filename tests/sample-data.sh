#!/usr/bin/env bash
# The sample data can be made again: the same bytes as the committed files, and the bench data by its counts.
set -u
cd "$(dirname "$0")/.." || exit 2
billet=${BILLET:-$PWD/billet} passed=0 failed=0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

check() { # WHAT COMMAND…
  local what=$1
  shift
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "not ok $what"; fi
}

rows() { [ "$(($(wc -l <"$folder/bench/$1.csv") - 1))" -eq "$2" ]; }

mkdir "$folder/demo" "$folder/bench"
check "the demo data is made" "$billet" eval tests/data/generate.lua demo "$folder/demo"
check "the demo data is that of tests/data/demo" diff -r "$folder/demo" tests/data/demo
check "the bench data is made" "$billet" eval tests/data/generate.lua bench 5000 "$folder/bench"
check "as many time entries as asked for" rows time_entries 5000
check "a contract for fifty entries" rows contracts 100
check "a customer for a hundred entries" rows customers 50
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
