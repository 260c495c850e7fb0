#!/usr/bin/env bash
# Makes tests/data/book-2.db of the rows in tests/data/book-2, and keeps the program's answers beside them: book-2.sh BILLET.
# It was run once, by the program of its day (schema 5): sites, accounts by currency, rates of exchange, exemptions, prices
# with their tax inside, counts and days of lines, and the words of each document. A later program would write another book.
set -eu
program=$(realpath "$1")
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export HOME=$folder BILLET_DB=$folder/book.db LC_ALL=C.UTF-8 BILLET_TODAY=2026-07-02
unset XDG_DATA_HOME

billet() { "$program" "$@" >/dev/null; }
opened() { # AS_OF
  billet batch new --as-of "$1"
  billet batch select --all
}

billet init --currency CHF --zone Europe/Zurich --name "Alpina IT AG" --number-format 'A{YYYY}-{SEQ:4}'
billet import book-2/start.json
billet config set round_to.CHF 0.05
opened 2026-05-01
billet batch run --name "April 2026"
billet batch consolidate on
billet batch generate

# May: one is left out, one is given away and told; its rate of exchange, exemption and account are those of its day.
opened 2026-06-01
billet batch exclude hutcare:2026-05-01 --note "hut was closed"
billet batch waive care:2026-05-01 --note "the outage of the 12th" --show
billet batch run --name "May 2026"
billet batch generate
billet invoice credit A2026-0001 --date 2026-06-02 --note "agreed otherwise"
billet invoice void A2026-0002 --note "sent to the wrong company"
printf '%s' '{"seller": [{"name": "Alpina IT AG", "iban.EUR": "", "bic.EUR": "", "bank.EUR": ""}],
  "customers": [{"id": "schule", "exempt_reason": "Art. 21"}], "sites": [{"id": "hq", "customer": "short", "name": "Seestube am See"}]}' \
  >"$folder/later.json"
billet import "$folder/later.json"

# June waits as drafts.
opened 2026-07-01
billet batch run --name "June 2026"

sqlite3 "$BILLET_DB" 'PRAGMA page_size = 1024; VACUUM'
cp "$BILLET_DB" book-2.db
python3 ../kept_answers.py "$program" "$BILLET_DB" book-2/answers --keep
