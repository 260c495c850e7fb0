#!/usr/bin/env bash
# The command line as people and scripts meet it: exit codes, channels, command files, plugins, bad files, two at once.
. "$(dirname "$0")/shell/book.sh"
holder=''
trap '[ -z "$holder" ] || kill "$holder" 2>/dev/null; rm -rf "$folder"' EXIT

silent() { if [ ! -s "$2" ]; then ok; else bad "$1: nothing expected in $2"; fi; }
same() { if diff -r "$2" "$3" >out 2>err; then ok; else bad "$1: $2 and $3 differ"; fi; }
no_escapes() { if grep -q $'\033' "$2"; then bad "$1: escapes in $2"; else ok; fi; }

new_book() { # NAME
  export BILLET_DB=$folder/$1/book.db
  mkdir -p "$folder/$1"
  "$billet" init --currency USD --zone America/New_York --name "Harbor Point IT" >/dev/null || exit 2
}

suggestions() {
  run batch shwo; exits "a wrong command" 2; says "a wrong command" err 'did you mean `billet batch show`?'; silent "a wrong command" out
  run batch show --typ retainer; exits "a wrong option" 2; says "a wrong option" err "--type"
  run batch show --taxable maybe; exits "a wrong choice" 2
  run batch new --as-of 2026-02-30; exits "no such day" 2; says "no such day" err 2026-02-30
  run batch expand; exits "a missing argument" 2
  run import nowhere; exits "no such file" 1; says "no such file" err nowhere
  run batch expand cool-retianer; exits "a wrong contract" 1; says "a wrong contract" err 'cool-retianer'
  run batch expand cool; exits "a short id that fits two" 1; says "a short id that fits two" err cool-desk
  run batch expand cool-r; exits "a short id that fits one" 0; says "a short id that fits one" out "Retainer fee"
  run batch expand elm-flat; exits "expanding a locked contract" 0
  run batch select elm-flat; exits "selecting a locked contract" 1; says "selecting a locked contract" err 2026-06-20
  BILLET_DB=$folder/none.db run status; exits "no book" 1; says "no book" err "billet init"
  BILLET_DB=$folder/text.db
  echo "just a text" >text.db; run status; says "not a book" err "not a database"
  if [ "$status" -ne 0 ]; then ok; else bad "not a book"; fi
  run init; exits "init over another file" 1
  if [ "$(cat text.db)" = "just a text" ]; then ok; else bad "init over another file: it was changed"; fi
  BILLET_DB=$folder/main/book.db
}

channels() {
  run --json batch show; holds_json "--json" out 'd["state"] == "open" and len(d["contracts"]) == 3'; silent "--json" err
  run batch show --json --brief; holds_json "--brief" out '"contracts" not in d and d["details"]["bills_to_create"] == 0'
  run --json batch expand nobody; exits "an error as JSON" 1; silent "an error as JSON" out
  holds_json "an error as JSON" err 'd["error"]["code"] == "not-found" and d["error"]["message"]'
  run --json batch shwo; exits "a usage error as JSON" 2
  holds_json "a usage error as JSON" err 'd["error"]["code"] == "usage" and "show" in d["error"]["hint"]'
  run batch show; no_escapes "in a pipe" out; says "in a pipe" out "□"
  run batch show --color always; if grep -q $'\033' out; then ok; else bad "--color always"; fi
  NO_COLOR=1 run batch show --customer coolrealty; no_escapes "NO_COLOR" out
  NO_COLOR=1 TERM=xterm script -qec "'$billet' batch show" tty >/dev/null 2>&1 </dev/null; no_escapes "NO_COLOR on a terminal" tty
  run batch show --ascii; if LC_ALL=C grep -q '[^ -~]' out; then bad "--ascii: other signs"; else ok; fi
  LC_ALL=C run batch show; if LC_ALL=C grep -q '[^ -~]' out; then bad "LC_ALL=C: other signs"; else ok; fi
  "$billet" help >/dev/full 2>err; if [ $? -ne 0 ]; then ok; else bad "a full disk is told"; fi
  run batch waive cool-retainer:2026-04-07; exits "waive without a note" 2
}

scripts() {
  printf '%s\n' '# a month' 'batch show --customer "coolrealty"' 'billet batch select nobody' 'batch discard' >month.billet
  run source month.billet; exits "a command file" 1; says "a command file" err "month.billet:3"
  run batch list; says "the line after the error did not run" out open
  printf 'status\n"open quote\n' >quote.billet
  run source quote.billet; exits "an open quote" 2; says "an open quote" err "quote.billet:2"
  run eval -e 'local b = billet.batch.new { as_of = "2026-06-07" } return b.batch, b.contracts[2].total_balance'
  exits "billet.batch.new" 0; says "billet.batch.new" out "1878.00"
  run eval -e 'local fine, why = pcall(billet.batch.expand, "nobody") return fine, why.code'; says "an error as a table" out not-found
  run eval -e 'return money.format(money.amount("1.5", "120.00", "USD"), "USD")' --json; holds_json "eval --json" out 'd == "180.00"'
  run eval -e 'return 1 +'; exits "a syntax error" 1
  run eval -e 'local function deep(x) return x.y end local function other() local v = deep(nil) return v end return (other())'
  exits "an error in a script" 1; says "an error says where" err "billet: eval:1: attempt to index a nil value (local 'x')"
  says "and how it came there" err "  eval:1: in upvalue 'deep'"
  run eval -e 'error {}'; says "an error that is no text" err "billet: raised a table as an error"
  run batch discard; exits "discard" 0
}

# Each command has help that begins with an example of it.
helps() {
  local command
  "$billet" help --man >manual.1
  : >faults
  if command -v man >/dev/null; then man --warnings -l manual.1 2>faults >/dev/null; fi
  if [ -s faults ]; then bad "the manual page has faults: $(cat faults)"; else ok; fi
  while read -r command; do
    if grep -qE "^\.B billet $command( |$)" manual.1; then ok; else bad "$command: not in the manual page"; fi
    run help $command; exits "help $command" 0; says "help $command" out "  billet "
    if grep -qE "^  billet .*${command%% *}" out; then ok; else bad "help $command: no example"; fi
  done <<<"$("$billet" help | sed -nE '/^Everywhere/q; s/^  ([a-z]+( [a-z]+)?)  .*/\1/p')"
  "$billet" help batch run >one.txt; "$billet" batch run --help >two.txt; same "--help" one.txt two.txt
  local shell
  for shell in bash zsh fish; do run completion "$shell"; exits "completion $shell" 0; says "completion $shell" out billet; done
  run completion bash; if bash -n out 2>err; then ok; else bad "bash cannot read its completion"; fi
  found() { run help "${@:2}"; if [ "$(head -n 1 out)" = "$1" ]; then ok; else bad "help ${*:2}: $1"; fi; }
  found "batch exclude" leave out a period
  says "help says why" out "(summary: leave, out)"
  found "batch exclude" Leaving out periods
  found "price raise" raising prices
  found "batch delete" how do I delete a draft
  found "help table contracts" day of the bill
  found "plugin show after-hours" after hours
  run help taking back an import; says "guides are looked through" out "README.md, Every day"
  run help batch selct; exits "a slip" 2; says "a slip" err "did you mean \`billet batch select\`?"
  run help wxyz; exits "nothing" 2; says "nothing" err "there is no command"
  run --json help give away
  holds_json "what is found" out 'd["found"][0]["where"] == "batch waive" and d["found"][0]["why"] == "summary: give, away"'
  run complete -- batch se; if [ "$(cat out)" = select ]; then ok; else bad "batch se: select"; fi
  run complete -- batch show --t; says "options are completed" out --taxable
}

standby() { # FIELD
  printf 'return contract { name = "standby", api = 1, %s params = { fee = money {} },\n' "$1"
  printf '  opens = function(c, period, bill) bill:line { "Standby", price = c.fee } end }\n'
}

plugins() {
  new_book plugins
  local data='{"customers":[{"id":"c","name":"C"}],"contracts":[
    {"id":"s","customer":"c","name":"S","type":"standby","start":"2026-04-01","params":{"fee":"40.00"}},
    {"id":"r","customer":"c","name":"R","type":"retainer","start":"2026-04-01","params":{"price":"7.00"}}]}'
  echo "$data" >standby.json
  run import standby.json; exits "a type that is not there" 1; says "a type that is not there" err standby
  mkdir -p plugins/plugins && standby '' >plugins/plugins/standby.lua
  run import standby.json; exits "a plugin dropped in" 0
  run batch new --as-of 2026-05-01 --json
  holds_json "a plugin dropped in bills" out '[c["total_balance"] for c in d["contracts"]] == ["7.00", "40.00"]'
  standby 'titel = "x",' >plugins/plugins/standby.lua
  run batch select --all --json; exits "a broken plugin" 0
  holds_json "a broken plugin holds its contract" out '[c["state"] for c in d["contracts"]] == ["selected", "held"]'
  holds_json "the reason names file and line" out '"standby.lua:1" in d["contracts"][1]["reason"]'
  holds_json "a held contract has no balance" out 'd["contracts"][1]["total_balance"] is None'
  run batch select s; exits "a held contract is not selectable" 1; says "a held contract is not selectable" err standby.lua
  run batch run --name May; exits "the rest bills" 0; run batch generate; exits "the rest is generated" 0
  standby '' >plugins/plugins/standby.lua
  run batch new --as-of 2026-05-01 --json; holds_json "a mended plugin bills again" out 'd["contracts"][1]["total_balance"] == "40.00"'
  mkdir -p more/contracts && standby 'title = "Mine",' >more/contracts/standby.lua
  run --plugins more plugin list --json
  holds_json "a file hides another" out '[p["shadows"][-19:] for p in d["plugins"] if p["title"] == "Mine"] == ["plugins/standby.lua"]'
  run verify; exits "verify" 0
  BILLET_DB=$folder/main/book.db
}

# Files that are not what they should be: refused, and nothing of them is kept.
refused() { # WHAT FILE
  run import "$2"; exits "$1" 1
  run tables --output after; same "$1 leaves the book alone" before after; rm -rf after
}

bad_files() {
  mkdir bad
  run tables --output before
  printf 'id,name\nx,A\0B\n' >bad/customers.csv; refused "NUL" bad/customers.csv
  printf 'id,name\nx,\xff\xfe\n' >bad/customers.csv; refused "bad UTF-8" bad/customers.csv
  printf 'id,name\nx,"open\n' >bad/customers.csv; refused "an open quote" bad/customers.csv
  printf 'id,name,id\nx,y,z\n' >bad/customers.csv; refused "a column twice" bad/customers.csv
  printf 'id,nmae\nx,y\n' >bad/customers.csv; refused "an unknown column" bad/customers.csv
  run import bad/customers.csv; says "an unknown column" err '"name"'
  printf 'id,name\nx,y,z\n' >bad/customers.csv; refused "a cell too many" bad/customers.csv
  { printf 'id,name'; seq -f ',x.c%.0f' 2000 | tr -d '\n'; echo; } >bad/customers.csv; refused "2,000 columns" bad/customers.csv
  { printf 'id,name\nx,"'; yes aaaaaaaaaaaaaaa | head -c $((64 << 20)); printf '"\n'; } >bad/customers.csv
  refused "a cell of 64 MiB" bad/customers.csv
  { printf 'id,name\nx,"'; yes aaaaaaaaaaaaaaa | tr -d '\n' | head -c $((64 << 20)); } >bad/customers.csv
  refused "an open cell of 64 MiB" bad/customers.csv
  : >bad/customers.csv; refused "an empty file" bad/customers.csv
  printf 'a,b\n' >bad/nonsense.csv; refused "a table that is not known" bad/nonsense.csv
  printf '{"customers":[{"id":"x","name":1.5}]}' >bad/a.json; refused "a number for a text" bad/a.json
  printf '{"customers":[' >bad/a.json; refused "half a JSON" bad/a.json
  python3 -c 'print("[" * 100000)' >bad/a.json; refused "deep JSON" bad/a.json
  printf 'id,customer,name,type,start\nk9,coolrealty,N,retainer,2026-13-01\nk8,nobody,N,retainer,2026-01-01\n' >bad/contracts.csv
  refused "faulty rows" bad/contracts.csv
  run import bad/contracts.csv; says "each faulty row is named" err "contracts.csv:2: start: \"2026-13-01\""
  says "each faulty row is named" err "contracts.csv:3"
  mkfifo bad/pipe.csv; refused "a pipe" bad/pipe.csv
}

# What is written out goes into a fresh book, and comes out the same.
there_and_back() {
  new_book demo; run import "$root/tests/data/demo"; exits "import of the demo data" 0
  run tables --output one; exits "tables" 0
  new_book again; run import one; exits "import of what was written" 0
  run tables --output two; same "there and back" one two
  run import two; exits "the same again" 0
  run import two --json; holds_json "nothing changes" out 'all(t["added"] == t["changed"] == 0 for t in d["tables"])'
}

two_at_once() {
  BILLET_DB=$folder/main/book.db
  run batch new --as-of 2026-06-07; run batch select --all
  mkfifo gate; sqlite3 "$BILLET_DB" <gate >held 2>&1 & holder=$!
  exec 9>gate
  echo "BEGIN EXCLUSIVE; SELECT 'held';" >&9
  until grep -q held held 2>/dev/null; do sleep 0.05; done
  run batch run --name May; exits "a book that is held" 5; says "a book that is held" err "billet"
  run --json batch run --name May; holds_json "a book that is held, as JSON" err 'd["error"]["code"] == "busy"'
  echo "COMMIT;" >&9; exec 9>&-
  wait "$holder"; holder=''
  "$billet" batch run --name A >first 2>&1 & local one=$!
  run batch run --name B
  wait "$one"; local other=$?
  if [ $((status == 0)) -ne $((other == 0)) ]; then ok; else bad "two runs at once: exits $status and $other"; fi
  [ "$status" -eq 0 ] || cp err first
  local why='no batch that is open|no open batch|nothing is selected|busy|changed|meanwhile'
  if grep -qE "^billet: .*($why)" first; then ok; else bad "the other is told why: $(cat first)"; fi
  run batch list --json; holds_json "one of them made the drafts" out '[b["state"] for b in d].count("run") == 1'
  run batch generate; exits "generate" 0
  run batch generate; exits "generate twice" 1; says "generate twice" err "batch"
  run verify; exits "verify" 0
}

new_book main
run import "$root/tests/data/readme"; exits "import" 0
run batch new --as-of 2026-06-07; exits "batch new" 0
suggestions
channels
scripts
helps
plugins
bad_files
there_and_back
two_at_once
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
