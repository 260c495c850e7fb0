#!/usr/bin/env bash
# Makes tests/data/book-5.db of the rows in tests/data/book-5, and keeps the program's answers beside them: book-5.sh BILLET.
# It is run once, by the program of its day (schema 8): own columns, what a ticket costs once, a period taken early, an amount set by
# hand, costs, prices raised, rows set and taken out, changes taken back, and documents that are paid, credited and open in part.
set -eu
program=$(realpath "$1")
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export HOME=$folder BILLET_DB=$folder/book.db LC_ALL=C.UTF-8 BILLET_TODAY=2026-07-10
unset XDG_DATA_HOME XDG_CONFIG_HOME

billet() { "$program" "$@" >/dev/null; }
new() { billet batch new --as-of "$1"; billet batch select --all; } # AS_OF
finish() { billet batch run --name "$2"; billet batch generate --date "$1"; } # AS_OF NAME

billet init --currency USD --zone America/New_York --name "Larch IT" --number-format 'L-{SEQ:4}'
billet import book-5/start.json
billet config set check.missing-address off
billet config set check.amount-changed.percent 30%

new 2026-05-01
billet batch adjust flat:2026-04-01 --percent -10 --note "half a day lost"
billet batch exclude desk:charge:C1 --note "later"
billet undo
billet redo
finish 2026-05-01 "April 2026"
billet invoice pay L-0001 --date 2026-05-10

billet set contracts desk param.rate=125.00 --effective 2026-06-01 --note "as agreed"
billet remove charges C3 --note "entered twice"
billet price raise 4% --from 2026-07-01 --except flat --note "announced in May"
new 2026-06-01
billet batch take flat --early --note "on one invoice"
billet undo
billet redo
finish 2026-06-01 "May 2026"
billet invoice pay L-0003 --amount 100.00 --date 2026-06-20
billet invoice credit L-0003 --lines 1 --note "one seat too many"
billet set customers fir x.branch=west --note "moved"
billet undo

# June waits, with an item that is given away.
new 2026-07-01
billet batch waive desk:T5:2026-06-01 --note "goodwill" --show

sqlite3 "$BILLET_DB" 'PRAGMA page_size = 1024; VACUUM'
cp "$BILLET_DB" book-5.db
python3 ../kept_answers.py "$program" "$BILLET_DB" book-5/answers --keep
