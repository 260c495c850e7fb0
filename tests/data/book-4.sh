#!/usr/bin/env bash
# Makes tests/data/book-4.db of the rows in tests/data/book-4, and keeps the program's answers beside them: book-4.sh BILLET.
# It was run once, by the program of its day (schema 7): contracts that share a block, a commitment that counts documents, and work
# and charges that stay open behind the frontier, of a forgotten ticket and left out. A later program would write another book.
set -eu
program=$(realpath "$1")
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export HOME=$folder BILLET_DB=$folder/book.db LC_ALL=C.UTF-8 BILLET_TODAY=2026-08-02
unset XDG_DATA_HOME

billet() { "$program" "$@" >/dev/null; }
new() { billet batch new --as-of "$1"; billet batch select --all; } # AS_OF
finish() { billet batch run --name "$2"; billet batch generate --date "$1"; } # AS_OF NAME

billet init --currency USD --zone America/Chicago --name "Birch IT" --number-format 'B-{SEQ:4}' --credit-format 'C-{SEQ:3}'
billet import book-4/start.json
new 2026-05-01; finish 2026-05-01 "April 2026"
new 2026-06-01; billet batch exclude --ticket T4; billet batch exclude help:charge:C2; finish 2026-06-01 "May 2026"
new 2026-07-16; billet batch exclude --ticket T4; billet batch exclude help:charge:C2; finish 2026-07-16 "June 2026"
printf '%s' '{"tickets": [{"id": "T2", "customer": "oak", "title": "Forgotten", "status": "closed", "closed_at": "2026-07-20"}]}' \
  >"$folder/closed.json"
billet import "$folder/closed.json"

# July waits.
new 2026-08-01

sqlite3 "$BILLET_DB" 'PRAGMA page_size = 1024; VACUUM'
cp "$BILLET_DB" book-4.db
python3 ../kept_answers.py "$program" "$BILLET_DB" book-4/answers --keep
