#!/usr/bin/env bash
# The log: everybody is named, and entries are found by who, when and what about.
. "$(dirname "$0")/shell/book.sh"
me=$(id -un)
about() { run --json log --about "$1"; exits "about $1" 0; holds_json "about $1" out "[r['command'] for r in d] == $2"; } # ID COMMANDS

does init --currency USD --zone America/New_York
cat >book.json <<'JSON'
{"customers": [{"id": "c", "name": "Elm & Oak"}, {"id": "o", "name": "Others"}],
 "tickets": [{"id": "T1", "customer": "c", "title": "Printer", "status": "open"}],
 "contracts": [{"id": "k", "customer": "c", "name": "Retainer", "type": "retainer", "start": "2026-04-01", "params": {"price": "100.00"}},
               {"id": "l", "customer": "o", "name": "Other", "type": "retainer", "start": "2026-04-01", "params": {"price": "1.00"}}]}
JSON
does import book.json
does batch new --as-of 2026-05-01
does batch select k
does batch exclude k:2026-04-01 --note "l"
does batch include k:2026-04-01
run --json batch run --name April
holds_json "a run tells where the log ends" out 'd["log"]["entries"] == 7 and len(d["log"]["head"]) == 64'
does batch reopen
run batch run --name April
says "a run tells people" out "Log   9 entries, up to "
run --json batch generate; cp out generated
run --json verify
holds_json "it is the head that verify proves" out 'd["head"] == json.load(open("generated"))["log"]["head"]'

run --json log
holds_json "everybody is named" out "len(d) == 10 and all(r['who'] == '$me' for r in d)"
about k '["import", "batch select", "batch exclude", "batch include", "batch run", "batch run", "batch generate"]'
about l '["import"]'
about c '["import", "batch run", "batch run", "batch generate"]'
about T1 '["import"]'
about 1 '["batch run", "batch run", "batch generate"]'
about batch:1 '["batch new", "batch select", "batch exclude", "batch include", "batch run", "batch reopen", "batch run", "batch generate"]'
does set contracts l name="Another one" --note "as they are called now"
does invoice void 1 --note "to nobody"
about l '["import", "set"]'
about 1 '["batch run", "batch run", "batch generate", "invoice void"]'
refuses "about nothing" 'nothing in the book is called "kk"' log --about kk

run --json log --who "$me"; holds_json "by whom" out 'len(d) == 12'
run --json log --who nobody-else; holds_json "by somebody else" out 'd == []'
# Days begin by the clock of the book: 2026-07-01 in New York at four o'clock UTC.
sqlite3 book.db "PRAGMA writable_schema=1; DROP TRIGGER actions_stay;
  UPDATE actions SET at = '2026-07-01T03:59:59Z' WHERE seq = 1; UPDATE actions SET at = '2026-07-01T04:00:00Z' WHERE seq > 1"
run --json log --since 2026-07-01; holds_json "since a day" out 'len(d) == 11 and d[0]["seq"] == 2'
run --json log --since 2026-07-02; holds_json "since the day after" out 'd == []'
sqlite3 book.db "UPDATE actions SET detail = '{' WHERE seq = 2"
run log; exits "a damaged detail" 0

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
