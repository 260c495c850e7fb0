#!/usr/bin/env bash
# Makes tests/data/book-3.db of the rows in tests/data/book-3, and keeps the program's answers beside them: book-3.sh BILLET.
# It was run once, by the program of its day (schema 6): what customers paid, by hand and by tables, in part and too much, credit
# notes of what was paid and of their own that pay, and what is on account. A later program would write another book.
set -eu
program=$(realpath "$1")
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export HOME=$folder BILLET_DB=$folder/book.db LC_ALL=C.UTF-8 BILLET_TODAY=2026-07-02
unset XDG_DATA_HOME

billet() { "$program" "$@" >/dev/null; }
month() { # AS_OF NAME
  billet batch new --as-of "$1"
  billet batch select --all
  billet batch run --name "$2"
  billet batch generate --date "$1"
}
number() { # CUSTOMER DATE KIND: of the one document
  "$program" --json invoice list --customer "$1" --from "$2" --to "$2" | python3 -c 'import json, sys
[one] = [i["invoice"] for i in json.load(sys.stdin) if i["kind"] == sys.argv[1]]
print(one)' "$3"
}

billet init --currency USD --zone America/Chicago --name "Birch IT" --number-format 'B-{SEQ:4}' --credit-format 'C-{SEQ:3}'
billet import book-3/start.json
month 2026-05-01 "April 2026"
acme=$(number acme 2026-05-01 invoice) sakura=$(number sakura 2026-05-01 invoice)

# One that is paid whole and then credited in part, one in part, one on account for the next.
billet invoice pay "$acme" --amount 700 --date 2026-05-12 --reference "check 1041" --id chk-1041
billet invoice pay "$sakura" --amount 20000 --date 2026-05-13
billet invoice credit "$acme" --lines 1:40.00 --note goodwill --date 2026-05-20
month 2026-06-01 "May 2026"
printf '%s' "{\"payments\": [{\"id\": \"W-7\", \"customer\": \"branch\", \"date\": \"2026-06-03\", \"amount\": \"100\",
    \"reference\": \"wire\", \"x.bank\": \"Old Bank\"},
   {\"id\": \"gone\", \"customer\": \"oak\", \"date\": \"2026-06-03\", \"amount\": \"1\"}],
  \"allocations\": [{\"payment\": \"W-7\", \"invoice\": \"$(number acme 2026-06-01 invoice)\", \"amount\": \"75.25\"},
    {\"payment\": \"C-001\", \"invoice\": \"$(number acme 2026-06-01 invoice)\", \"amount\": \"43.30\"},
    {\"payment\": \"$(number oak 2026-06-01 credit)\", \"invoice\": \"$(number oak 2026-05-01 invoice)\", \"amount\": \"18\"}]}" \
  >"$folder/paid.json"
billet import "$folder/paid.json"
billet invoice unpay gone

# June waits as drafts.
billet batch new --as-of 2026-07-01
billet batch select --all
billet batch run --name "June 2026"

sqlite3 "$BILLET_DB" 'PRAGMA page_size = 1024; VACUUM'
cp "$BILLET_DB" book-3.db
python3 ../kept_answers.py "$program" "$BILLET_DB" book-3/answers --keep
