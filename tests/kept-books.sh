#!/usr/bin/env bash
# Books that programs of their time wrote and answered for: today's finds nothing amiss, answers the same, and goes on.
# A kept book is never made again: what its customers were told is told for ever. A later schema gets a book of its own.
. "$(dirname "$0")/shell/book.sh"

# Counts what another test counted, and shows what it complains of.
counted() { # WHAT COMMAND…
  local what=$1 last
  shift
  "$@" >out 2>err </dev/null
  status=$?
  last=$(tail -n 1 out)
  if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
    [ "$status" -eq 0 ] || sed "s/^not ok /not ok $what: /;\$d" out
  else
    bad "$what"
  fi
}
batches() { # STATE: the batches in it
  run batch list --json
  python3 -c 'import json, sys
print(*[b["batch"] for b in json.load(open("out")) if b["state"] == sys.argv[1]])' "$1"
}
holds() { # WHAT
  does verify
  run replay --json
  exits "$1: replay" 0
  if grep -qE '"differ": ?0\b' out && ! grep -qE '"lines": ?0\b' out; then ok; else bad "$1: nothing replayed, or a difference"; fi
}

# What waits is billed, and then what became due since.
goes_on() { # WHAT
  local batch next
  for batch in $(batches open); do does batch run --batch "$batch" --name "Went on"; done
  run batch list --json
  next=$(python3 -c 'import datetime, json
print(max(datetime.date.fromisoformat(b["as_of"]) for b in json.load(open("out"))) + datetime.timedelta(40))')
  for batch in $(batches run); do does batch generate --batch "$batch" --date "$next"; done
  does batch new --as-of "$next"; does batch select --all; does batch run --name "Later"; does batch generate
  run invoice list --batch "$(batches generated | tr ' ' '\n' | tail -n 1)" --json
  if grep -q '"state": \?"final"' out; then ok; else bad "$1: nothing was due later"; fi
  holds "$1, gone on"
}

for kept in "$root"/tests/data/book-*.db; do
  name=$(basename "$kept" .db)
  for billet in "$billet" ${BILLET_SANITIZED:+"$BILLET_SANITIZED"}; do
    [ -x "$billet" ] || continue
    mkdir "$folder/$name"
    export BILLET_DB=$folder/$name/book.db
    cp "$kept" "$BILLET_DB"
    holds "$name"
    counted "$name" python3 "$root/tests/kept_answers.py" "$billet" "$BILLET_DB" "${kept%.db}/answers"
    counted "$name" python3 "$root/tests/explain.py" "$billet" --book "$BILLET_DB"
    goes_on "$name"
    rm -r "${folder:?}/$name"
  done
done
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
