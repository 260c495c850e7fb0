#!/usr/bin/env bash
# Windows of long lists in a session that goes on: what this program or another one changes is in the next one; what people see of them.
. "$(dirname "$0")/shell/book.sh"

does init --currency USD --zone UTC
python3 - <<'PYTHON'
import json
customers = [{"id": f"c{i}", "name": f"Customer {9 - i}"} for i in range(3)]
contracts = [{"id": f"k{i}", "customer": f"c{i % 3}", "name": "Desk" if i % 2 else "Flat", "type": "retainer",
              "start": "2026-04-15" if i == 5 else "2026-04-01", "params": {"price": f"{i + 1}.00"}} for i in range(6)]
json.dump({"customers": customers, "contracts": contracts}, open("book.json", "w"))
PYTHON
does import book.json
does batch new --as-of 2026-05-01

# ---- One session: each line of FIFO is a command, its answer a line of the file lines.
mkfifo fifo
"$billet" --json <fifo >lines 2>err &
session=$!
exec 3>fifo
asked=0
ask() { # COMMAND…: the answer is in out
  printf '%s\n' "$*" >&3
  asked=$((asked + 1))
  for _ in $(seq 1000); do
    [ "$(wc -l <lines)" -ge "$asked" ] && break
    sleep 0.05
  done
  sed -n "${asked}p" lines >out
}
sees() { holds_json "$1" out "$2"; } # WHAT EXPRESSION
here="[r['contract'] for r in d['rows']]"

ask batch rows
sees "in the order of the page" "$here == ['k5', 'k2', 'k1', 'k4', 'k3', 'k0'] and d['locked'] == 1 and d['selected'] == 0"
ask batch select k1
ask batch rows --chosen selected
sees "what this session selects" "$here == ['k1'] and d['sums']['all'] == {'USD': {'total': '15.00', 'selected': '2.00'}}"
run batch select k2
ask batch rows --chosen selected
sees "what another program selects" "$here == ['k2', 'k1'] and d['details']['bills_to_create'] == 2"
run set customers c2 name=Zoe --note "as she is called"
ask batch rows --text zoe
sees "what another program renames" "$here == ['k5', 'k2'] and d['all'] == 6 and d['rows'][0]['n'] == 0"
ask batch rows --count 1
sees "the order follows" "$here == ['k1']"
ask 'set customers c2 name=Anna --note "once more"'
ask batch rows --count 1
sees "what this session renames" "$here == ['k5']"
ask batch select --matching --text flat
sees "all that match" "d['matching'] == 3 and d['rows_changed'] == 2 and d['before']['bills_to_create'] == 2 and \
d['details']['bills_to_create'] == 4"
ask batch rows --chosen selected
sees "are selected" "$here == ['k2', 'k1', 'k4', 'k0']"
ask undo
ask batch rows --chosen selected
sees "and taken back at once" "$here == ['k2', 'k1']"
ask batch exclude k2:2026-04-01
ask batch rows --text k2
sees "what is left out" "d['rows'][0]['selected_balance'] == '0.00' and d['rows'][0]['total_balance'] == '3.00' and \
d['sums']['matching']['USD']['selected'] == '0.00'"
ask 'batch waive k1:2026-04-01 --note "a gift"'
ask batch rows --periods locked
sees "what was given away leaves its period open" "$here == ['k5', 'k1'] and all(r['ready_on'] and r['reason'] for r in d['rows'])"
ask batch unwaive k1:2026-04-01
run --json batch new --as-of 2026-06-01
ask batch rows --batch 2
sees "another batch" "d['batch']['batch'] == 2 and d['locked'] == 0 and d['selected'] == 0 and d['sums']['all']['USD']['total'] == '36.00'"
ask batch rows --batch 1
sees "and the first one again" "d['batch']['batch'] == 1 and d['all'] == 6 and d['sums']['all']['USD']['total'] == '15.00'"
run batch discard --batch 2
ask batch rows --batch 1
before=$(python3 -c 'import json; print(json.load(open("out"))["batch"]["version"])')
ask batch select --all --batch 1
ask batch rows --batch 1
sees "each change is a version" "d['batch']['version'] > $before"
ask invoice list --count 9 --sort total --descending
sees "no documents" "d['rows'] == [] and d['all'] == 0"
run batch run --name May --batch 1
ask invoice list --count 9 --sort total --descending
sees "drafts of another program" "[r['total'] for r in d['rows']] == ['5.00', '4.00', '2.00', '1.00'] and \
d['sums']['matching']['USD']['total'] == '12.00'"
ask invoice list --count 9 --text "d1"
sees "one of them" "d['matching'] == 1"
ask invoice list --count 9 --text "d2"
sees "another one" "[r['invoice'] for r in d['rows']] == ['D2']"
printf '{"contracts": [{"id": "late", "customer": "c0", "name": "Late", "type": "hourly", "start": "2026-04-01",
  "params": {"rate": "1.00"}}]}' >late.json
run import late.json
ask batch rows --batch 1
sees "what came after the run is not of the batch" "d['all'] == 6 and len(d['rows']) == 6"
ask batch delete D1
ask invoice list --count 9 --sort total --descending
sees "a draft that is gone" "d['matching'] == 3"
exec 3>&-
wait "$session"

# ---- For people
run batch rows --batch 1 --count 2 --sort total --descending
exits "rows" 0
says "the greatest first" out "k4        Customer 8"
says "how many" out "Rows 0 to 1 of 6 that match, of 6 in all: 5 ready, 1 locked"
run batch rows --batch 1 --periods locked
says "a lock says why" out "ready on 2026-05-15: it is still in an open contract period"
run batch rows --batch 1 --text nobody
says "nothing matches" out "No contracts."
does batch reopen --batch 1
run batch deselect --batch 1 --matching --customer c0
says "what changed" out "contracts that match changed"
run batch select --matching
says "how many stay out" out "; 2 are locked"
run batch select --matching --text "$(printf 'x%.0s' $(seq 10000))"
exits "a long text" 0; says "a long text" out "0 of 0 contracts that match changed"
run batch rows --text $'\xff'; exits "no UTF-8" 2; says "no UTF-8" err "UTF-8"
run log --newest --count 1; says "a part of the log" out "Rows 0 to 0 of"
run batch expand k0 --count 1; says "a part of items" out "1 of 3 items, from 0 on"
run invoice list --count 5; says "a part of documents" out "0 that match, of 0 in all"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
