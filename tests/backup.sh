#!/usr/bin/env bash
# Copies of the book: proved when they are made and when they are put back, never over a newer book unasked.
. "$(dirname "$0")/shell/book.sh"
mode() { stat -c %a "$1"; }
same_rows() { # WHAT A B: two books hold the same, their logs left aside
  for side in "$2" "$3"; do sqlite3 "$side" .dump | grep -v '^INSERT INTO \(actions\|sqlite_sequence\)' >"$side.dump"; done
  if diff -q "$2.dump" "$3.dump" >/dev/null; then ok; else bad "$1"; fi
}

does init --currency USD --zone America/New_York
cat >book.json <<'JSON'
{"customers": [{"id": "c", "name": "Elm & Oak"}],
 "contracts": [{"id": "k", "customer": "c", "name": "Retainer", "type": "retainer", "start": "2026-04-01",
                "params": {"price": "100.00"}}]}
JSON
does import book.json
(umask 0 && "$billet" backup one.db --json >out)
holds_json "what was copied" out 'd["backup"] == "one.db" and d["entries"] == 2 and len(d["head"]) == 64 and d["bytes"] > 0'
if [ "$(mode one.db)" = 600 ]; then ok; else bad "who may read a copy: $(mode one.db)"; fi
run --db one.db verify; exits "the copy verifies" 0
same_rows "the copy holds the book" book.db one.db
export BILLET_TODAY=2026-06-30
refuses "over a file" "one.db exists already" backup one.db
says "a name of the day" err "hint: a backup never replaces a file: billet backup one-2026-06-30.db"
does backup one-2026-06-30.db
refuses "over a file of the day" "one.db exists already" backup one.db
says "a name of the day that is free" err "billet backup one-2026-06-30-2.db"
refuses "over a folder's file" "exists already" backup "$PWD/one.db"
says "a name in the same folder" err "billet backup $PWD/one-2026-06-30-2.db"
run backup one.db --force; exits "a backup is never forced" 2
unset BILLET_TODAY
refuses "into no folder" "there is no folder nowhere" backup nowhere/one.db
refuses "over itself" "exists already" backup book.db

# What the book knows beyond a copy is not lost unasked.
does batch new --as-of 2026-05-01
does batch select k
run restore one.db; exits "over a newer book" 1
says "over a newer book" err '/book.db knows 2 entries of its log that one.db lacks, the last is `batch select`'
run batch show --json; holds_json "the book is as it was" out 'd["details"]["bills_to_create"] == 1'
does restore one.db --force --json
holds_json "what was done" out 'd["lost"] == 2 and d["kept"].endswith("/book.db.before-restore")'
same_rows "the copy is back" book.db one.db
run --db book.db.before-restore batch show --json
holds_json "what was replaced is kept" out 'd["details"]["bills_to_create"] == 1'
run verify; exits "the restored book verifies" 0
run log --json; holds_json "the log says so" out 'd[-1]["command"] == "restore" and "one.db" in d[-1]["detail"]'
does restore book.db.before-restore --force
if [ -e book.db.before-restore.2 ]; then ok; else bad "a second one has a name of its own: $(ls)"; fi
if ls | grep -q restoring; then bad "nothing else is left: $(ls)"; else ok; fi

does --db two.db init --currency EUR --zone UTC
run --db two.db restore one.db; exits "over another book" 1
says "over another book" err "one.db is no copy of two.db: their logs differ"
does --db three.db restore one.db
same_rows "to another place" three.db one.db

head -c 3000 one.db >torn.db; tail -c +3001 /dev/zero | head -c 50000 >>torn.db
run restore torn.db --force; exits "a torn copy" 3
says "a torn copy" err "torn.db: "
cp two.db lying.db; sqlite3 lying.db "PRAGMA writable_schema=1; DROP TRIGGER actions_stay; UPDATE actions SET detail = '{\"x\":1}'"
run --db four.db restore lying.db; exits "a copy that is not sound" 3
says "a copy that is not sound" err "lying.db is not sound: "
if [ -e four.db ]; then bad "nothing comes of it"; else ok; fi
refuses "the book itself" "is the book itself" restore book.db
echo "no database at all" >text.db
run restore text.db; exits "no copy at all" 3
says "no copy at all" err "text.db: "

# A book that is damaged is put aside.
does --db book.db backup five.db
head -c 100 /dev/urandom | dd of=book.db conv=notrunc 2>/dev/null
run restore five.db; exits "over a damaged book" 3
says "over a damaged book" err "--force puts it aside"
does restore five.db --force
same_rows "in the place of a damaged one" book.db five.db

# Somebody at work is waited for, and told of.
python3 - <<'PYTHON' &
import sqlite3, time
book = sqlite3.connect("book.db", isolation_level=None)
book.execute("BEGIN IMMEDIATE")
open("begun", "w").close()
time.sleep(1)
book.execute("ROLLBACK")
PYTHON
while [ ! -e begun ]; do sleep 0.05; done
does restore five.db --force
wait

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
