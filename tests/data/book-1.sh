#!/usr/bin/env bash
# Makes tests/data/book-1.db of the rows in tests/data/book-1, and keeps the program's answers beside them: book-1.sh BILLET.
# It was run once, by the program of its day (schema 2), and shows what is inside; a later one would write another book.
set -eu
program=$(realpath "$1")
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export HOME=$folder BILLET_DB=$folder/book.db LC_ALL=C.UTF-8
unset XDG_DATA_HOME

billet() { "$program" "$@" >/dev/null; }
opened() { # AS_OF
  billet batch new --as-of "$1"
  billet batch select --all
}

billet init --currency CAD --zone America/Toronto --name Boréal --number-format 'B{YYYY}-{SEQ:4}' --closed-status Gelöst
billet import book-1/start.json

# January: a ticket that keeps its hours, a fee for later, two gifts, a contract that waits, an unwanted draft; exported.
opened 2024-02-01
billet batch exclude érable-bloc:T2:2024-01-01 inuksuk-flat:2024-01-01 --note "hours to be checked"
billet batch waive müller-geräte:2024-01-01.2 --note "the server came late" --show
billet batch waive inuksuk-week:T16:2024-01-01 --note "goodwill"
billet batch deselect nakamura-pack
billet batch run --name "January 2024"
billet batch delete D7
billet batch generate
billet export csv --output "$folder/january.csv"

# February, one invoice each: what was left out in January, and late readings, devices, changes, rates, work and charges.
billet import book-1/february.json
opened 2024-03-01
billet batch consolidate on
billet batch deselect plateau-progress
billet batch run --name "February, one invoice each"
billet batch generate --date 2024-03-04

# Corrections: an invoice credited and billed again, lines given away, lines billed again, two voids.
billet invoice credit B2024-0004 --rebill --date 2024-03-05 --note "the fee of January was agreed otherwise"
billet invoice credit B2024-0011 --lines 4,7 --date 2024-03-05 --note "geste commercial"
billet invoice credit B2024-0014 --lines 5,6,7 --rebill --date 2024-03-06 --note "wrong period"
billet invoice void B2024-0012 --note "sent twice"
billet invoice void B2024-0009 --note "not agreed"

# A batch that is discarded, and March, opened again after its first run.
billet import book-1/march.json
opened 2024-03-20
billet batch run --name "a trial"
billet batch discard
opened 2024-04-01
billet batch run --name "March"
billet batch reopen
billet batch exclude holding-msa:T9:2024-03-01 --note "ask first"
billet batch run --name "March, again"
billet batch generate

# April: late facts on lines that were credited and billed again.
billet import book-1/april.json
opened 2024-05-02
billet batch deselect inuksuk-week
billet batch waive nakamura-pack:T30:2024-04-01 --note "took too long"
billet batch run --name "April"
billet batch generate

# Corrections of what came late, of blocks that were drawn on since, and of an invoice once more.
billet invoice credit B2024-0036 --lines 1,2 --rebill --date 2024-05-03 --note "price to be checked"
billet invoice credit B2024-0020 --rebill --date 2024-05-03 --note "wrong PO number"
billet invoice credit B2024-0038 --lines 6,8 --date 2024-05-06 --note "dobropis, č. 6"
billet invoice credit B2024-0011 --lines 6 --rebill --date 2024-05-06 --note "papier à facturer encore"

# May: some contracts, drafts that wait. June: open, with choices made.
billet import book-1/june.json
opened 2024-06-03
billet batch deselect inuksuk-fee inuksuk-week plateau-progress müller-nacht müller-pauschale nakamura-pack
billet batch waive harbour-prepaid:T33:2024-05-01 --note "archive was our idea" --show
billet batch run --name "May"
billet batch delete D72
opened 2024-07-01
billet batch deselect müller-pauschale
billet batch exclude nakamura-pack:2024-05-01 --note "in dispute"

# Small pages: most of the tables of a book this small are nearly empty.
sqlite3 "$BILLET_DB" 'PRAGMA page_size = 1024; VACUUM'
cp "$BILLET_DB" book-1.db
python3 ../kept_answers.py "$program" "$BILLET_DB" book-1/answers --keep
