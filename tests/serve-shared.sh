#!/usr/bin/env bash
# A book on several pages and command lines at once: what changed and by whom, changes that come too late, stopping, and the server's death.
. "$(dirname "$0")/shell/book.sh"
. "$root/tests/shell/page.sh"
export BILLET_TODAY=2026-06-10
contracts=2000

book() {
  does init --zone America/New_York
  seq "$contracts" | sed 's/.*/c&,Customer &/; 1i id,name' >customers.csv
  seq "$contracts" | sed 's/.*/k&,c&,Fee,retainer,2026-01-01,"{""price"":""10.00""}"/; 1i id,customer,name,type,start,params' >contracts.csv
  does import customers.csv; does import contracts.csv
  does batch new --as-of 2026-02-01
}
# What a page sends, for what goes on beside it.
sent=(curl -s -b jar -H 'X-Billet: page' -H 'Content-Type: application/json')
rev() { sed -n 's/.*"rev":\([0-9]*\)}$/\1/p' out; }
click() { command "{\"words\":[$1],\"brief\":true,\"rev\":$2${3:+,\"tab\":\"$3\"}}"; } # WORDS REV [TAB]
soon() { # WHAT TEXT: an event with it comes
  for _ in $(seq 40); do grep -qF -- "$2" events && break; sleep 0.05; done
  says "$1" events "$2"
}

# A change is refused where somebody changed the same rows since, and says who did what; all else applies.
late() {
  local old
  command '{"words":["batch","show"],"brief":true}'; answers "the batch" 200; old=$(rev)
  does batch select k1 k2
  click '"batch","select","k3"' "$old"; answers "another row" 200; says "its rev" out "\"rev\":$((old + 2))"
  click '"batch","deselect","k2"' "$old"; answers "the same row" 409 '"code":"stale"'
  holds_json "who did what" out "d['changed'][0]['who'] == '$(id -un)' and d['changed'][0]['what'] == 'batch select'"
  click '"batch","exclude","k1:2026-01-01"' "$old"; answers "an item of the row" 409
  click '"batch","deselect","k2"' "$((old + 2))"; answers "once it was seen" 200
  click '"batch","deselect","k2"' 0; answers "without a rev" 200
  click '"batch","select","--all"' "$((old + 2))"; answers "all rows" 409 "changed this meanwhile: batch deselect"
  does set contracts k9 "name=Other" --note why
  click '"batch","select","k9"' "$((old + 4))"; answers "a row that was edited" 409 "set"
  click '"batch","select","k10"' "$((old + 4))"; answers "its neighbour" 200
  old=$(rev); does batch select --all
  click '"batch","deselect","k700"' "$old"; answers "one of many" 409
  # Quick clicks of one page are no news to it.
  old=$((old + 1)); click '"batch","deselect","k5"' "$old" mine; answers "a first click" 200
  click '"batch","select","k5"' "$old" mine; answers "a second click" 200
  click '"batch","deselect","k5"' "$old" other; answers "of another tab" 409
}

# What changes anywhere is told everywhere, and so is how far a command is.
events() {
  : >events; curl -sN -b jar "$page/events" >events 2>/dev/null & local stream=$!
  sleep 0.3
  command '{"words":["batch","deselect","k1"],"brief":true}'; answers "a click" 200
  soon "a click" "\"what\":\"batch deselect\""
  does batch select k1; soon "of another program" "\"what\":\"batch select\""; soon "who" "\"who\":\"$(id -un)\""
  command '{"words":["batch","run","--name","February"],"brief":true}'; answers "a run" 200
  soon "progress" "event: progress"; soon "how far" "\"of\":$contracts"
  kill "$stream" 2>/dev/null
}

# Nothing is locked while nobody clicks, with a stream open or without.
unlocked() {
  curl -sN -b jar "$page/events" >/dev/null 2>&1 & local stream=$!
  for _ in 1 2 3 4; do
    sleep 0.2
    if sqlite3 -cmd '.timeout 0' book.db 'BEGIN EXCLUSIVE; COMMIT' 2>err; then ok; else bad "the book is locked"; fi
  done
  kill "$stream" 2>/dev/null
}

# Stopped before it was done it has done nothing, and the next one runs.
stopped() {
  local old
  ask -X POST "$page/stop"; answers "as any change" 403; ask -X POST -H 'X-Billet: page' "$page/stop"
  answers "nothing runs" 200 '"stopping":false'
  command '{"words":["batch","show"],"brief":true}'; old=$(rev)
  { echo "BEGIN EXCLUSIVE;"; until [ -e go ]; do sleep 0.05; done; } | sqlite3 book.db &
  while sqlite3 -cmd '.timeout 0' book.db 'BEGIN IMMEDIATE; COMMIT' 2>/dev/null; do sleep 0.05; done
  "${sent[@]}" --data '{"words":["batch","delete","D1"]}' "$page/command" >long &
  local long=$!
  for _ in $(seq 60); do
    ask -X POST -H 'X-Billet: page' "$page/stop"; grep -q true out && break
    sleep 0.05
  done
  answers "stop" 200 '"stopping":true'; touch go
  wait "$long"; says "what was stopped" long '"code":"interrupted"'; says "what was stopped" long '"hint":"nothing was changed"'
  command '{"words":["batch","show"],"brief":true}'; answers "the next" 200 "\"rev\":$old"
}

# While somebody signs in elsewhere everybody else goes on; it ends when it is stopped, or when nobody waits for it.
signing_in() {
  local port asks
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  does config set export.xero.client_id abc; does config set export.xero.redirect_uri "http://localhost:$port/callback"
  : >events; curl -sN -b jar "$page/events" >events 2>/dev/null & local stream=$!
  sleep 0.2
  for asks in stop leave; do
    "${sent[@]}" --data '{"words":["export","login","xero"]}' "$page/command" >long &
    local long=$!; soon "where to sign in" '"authorize_url":"https://'; sleep 0.1
    command '{"words":["status"]}'; answers "meanwhile" 200 '"contracts":'
    command '{"words":["export","login","xero"]}'; answers "another one" 422 "somebody is signing in already"
    if [ "$asks" = stop ]; then
      ask -X POST -H 'X-Billet: page' "$page/stop"; answers "stop" 200 true; wait "$long"; says "stopped" long "nothing is kept"
    else
      kill "$long"; wait "$long" 2>/dev/null; sleep 0.5
      "${sent[@]}" -m 0.3 --data '{"words":["export","login","xero"]}' "$page/command" >long
      if [ -s long ]; then bad "a sign-in that nobody waits for goes on"; else ok; fi
    fi
  done
  kill "$stream" 2>/dev/null
}

# Killed in the middle of a command it leaves nothing half done.
killed() {
  local moment
  does batch discard; does batch new --as-of 2026-02-01; does batch select --all
  for moment in 0.03 0.1 0.2; do
    [ -n "$server" ] || { serve; come_in; }
    "${sent[@]}" --data '{"words":["batch","run","--name","again"]}' "$page/command" >/dev/null &
    sleep "$moment"; leave KILL
    run --json verify; exits "the book after a kill" 0
    run --json invoice list
    holds_json "all or none" out "len(d) in (0, $contracts)"
    run batch reopen
  done
}

book
serve; come_in
late; events; unlocked; stopped; signing_in; killed
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
