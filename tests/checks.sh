#!/usr/bin/env bash
# What is odd or overlooked in a batch: findings with what mends them, settings, what stops a run, and checks that fail.
. "$(dirname "$0")/shell/book.sh"

cat >data.json <<'JSON'
{"customers": [{"id": "cool", "name": "CoolRealty", "delivery": "email"}],
 "contracts": [{"id": "k1", "customer": "cool", "name": "Help", "type": "hourly", "start": "2026-04-01", "params": {"rate": "120.00"}}],
 "tickets": [{"id": "T1", "customer": "cool", "contract": "k1", "status": "closed"},
             {"id": "T2", "customer": "cool", "contract": "k1", "status": "closed"}],
 "time_entries": [{"id": "e1", "ticket": "T1", "start": "2026-04-10T09:00", "minutes": 1000, "technician": "kim"},
                  {"id": "e2", "ticket": "T2", "start": "2026-04-11T09:00", "minutes": 60, "rate": "night"}]}
JSON
does init --zone UTC
does import data.json
run check; exits "no batch yet" 1
does batch new --as-of 2026-05-01
named='{f["check"]: f for f in d["findings"]}'

findings() {
  run check --json; exits "warnings are no error" 0
  holds_json "a long entry" out "$named['long-entry']['row'] == 'e1' and $named['long-entry']['level'] == 'warning'"
  holds_json "what mends it" out "$named['long-entry']['mend'] == 'billet batch exclude --ticket T1'"
  holds_json "what is held" out "$named['held']['row'] == 'k1:T2:2026-04-01'"
  holds_json "no address" out "$named['missing-email']['row'] == 'cool'"
  holds_json "counts" out "d['warnings'] == len(d['findings']) and d['errors'] == 0"
  run check; says "people see rows" out "warning  e1: kim worked 16:40 hours at one go  (long-entry)"
}

settings() {
  refuses "a level" "did you mean warning" config set check.long-entry warnin
  refuses "a check" "there is no check \"long-entri\"" config set check.long-entri off
  refuses "a param" "there is no such param" config set check.long-entry.hour 5
  refuses "a value of a param" "hours" config set check.long-entry.hours many
  does config set check.long-entry.hours 17
  run check --json; holds_json "a param is taken" out "'long-entry' not in $named"
  does config set check.long-entry.hours ''
  does config set check.held off
  run check --json; holds_json "off is not asked" out "'held' not in $named"
  does config set check.long-entry error
  run config get check.long-entry --json; holds_json "a setting is told" out "d['value'] == 'error'"
  run check --json; exits "an error" 1; holds_json "the worst comes first" out "d['findings'][0]['check'] == 'long-entry'"
}

runs() {
  does batch select --all
  refuses "an error stops a run" "1 finding of checks is an error" batch run --name May
  says "which one" err "long-entry: e1: kim worked"
  run batch list --json; holds_json "nothing was run" out "d[0]['state'] == 'open'"
  run batch run --name May --force; exits "force says why" 2; says "force says why" err "the note is missing"
  run batch run --name May --note "it was a long night"; exits "a note forces nothing" 2
  cp book.db kept.db
  does config set check.long-entry warning
  does batch run --name May
  mv kept.db book.db
  mkdir -p plugins; sed 's/long-entry/gone/' "$root/rules/checks/long-entry.lua" >plugins/gone.lua
  does config set check.gone error
  rm plugins/gone.lua
  echo 'return check { name = "mild", api = 1, of = "batch",
    look = function() return { text = "is a batch", level = "note" } end }' >plugins/mild.lua
  does config set check.mild error
  refuses "a note of a check that may stop" 'there is no check "gone"' batch run --name May
  if grep -q mild err; then bad "a note stops nothing"; else ok; fi
  does config set check.mild ''
  rm plugins/mild.lua
  refuses "a check that is gone" 'there is no check "gone"' batch run --name May
  does config set check.gone ''
  does batch run --name May --force --note "it was a long night"
  local logged='import sqlite3; print(*sqlite3.connect("book.db").execute("SELECT detail FROM actions WHERE command = ?", ["batch run"]))'
  python3 -c "$logged" >out; says "the log says what was passed" out '"forced":["long-entry e1"]'
  says "and why" out '"note":"it was a long night"'
  does undo --dry-run; says "it is tried" out "(tried only: nothing was done)"
  does undo
  refuses "done again, it is checked again" "1 finding of checks is an error" redo
  refuses "also when it is only tried" "--force --note" redo --dry-run
  does redo --look; says "not when it is only looked at" out "is done again (nothing was done)"
  does config set check.long-entry warning
  does redo
  run batch reopen; exits "opened by hand" 0
  does config set check.long-entry error
  refuses "run again by undo, it is checked" "1 finding of checks is an error" undo
  refuses "another change than the one that is meant" "the last change is now entry" undo --action 1
  does batch run --name May --force --note "it was a long night"
  run verify; exits "the book is sound" 0
  run check --batch 1 --json; holds_json "what was run is checked too" out "$named['long-entry']['row'] == 'e1'"
}

# A check that fails says so with file and line, and the others are asked.
failing() {
  mkdir -p plugins
  echo 'return check { name = "bad", api = 1, of = "entry", reads = { "minutes" },
    look = function(check, row)
      return row.minutes + row.nothing
    end }' >plugins/bad.lua
  run check --batch 1 --json; exits "a check that fails is an error" 1
  holds_json "with file and line" out "'bad.lua:3: ' in $named['bad']['text'] and $named['bad']['level'] == 'error'"
  holds_json "others are asked" out "'long-entry' in $named"
  echo 'return check { name = "bad", api = 1, of = "entry", reads = { "minuts" }, look = function() end }' >plugins/bad.lua
  run check --batch 1 --json; exits "a broken file is an error" 1
  says "a column that is misspelt" out "did you mean 'minutes'?"
  echo 'return check { name = "bad", api = 1, of = "batch",
    look = function() return { text = "cries wolf", level = "error" } end }' >plugins/bad.lua
  run check --batch 1 --json
  holds_json "no check makes itself an error" out "$named['bad']['level'] == 'warning'"
  does config set check.bad note
  run check --batch 1 --json; holds_json "or less" out "$named['bad']['level'] == 'note'"
  rm plugins/bad.lua
}

# What was there before is of the batches before, also where they are drafts yet, and never of the batch itself.
before() {
  echo '{"customers": [{"id": "c", "name": "Cool"}], "contracts": [{"id": "k", "customer": "c", "name": "Flat", "type": "retainer",
    "start": "2026-04-01", "params": {"price": "100.00"}}], "charges": [{"id": "p", "customer": "c", "contract": "k",
    "date": "2026-05-10", "description": "Server", "quantity": "1", "unit_price": "900.00"}]}' >two.json
  export BILLET_DB=two.db
  mkdir -p plugins
  echo 'return check { name = "last-draft", api = 1, of = "draft", reads = { "id", "total" },
    look = function(_, row, before) return row.id .. (before and " after " .. before.id or " is the first") end }' >plugins/last-draft.lua
  does init --zone UTC
  does import two.json
  does batch new --as-of 2026-05-01; does batch select --all; does batch run --name April
  does batch new --as-of 2026-06-01; does batch select --all
  run check --json; holds_json "after drafts" out "'the one before it to 100.00' in $named['total-changed']['text']"
  holds_json "a contract after drafts" out "'last time it was 100.00' in $named['amount-changed']['text']"
  does batch run --name May
  run check --batch 2 --json; holds_json "a batch is not before itself" out "'last time it was 100.00' in $named['amount-changed']['text']"
  holds_json "a draft is nothing that was billed" out "$named['last-draft']['text'] == 'D2 is the first'"
  does batch generate --batch 1
  run check --batch 2 --json; holds_json "an invoice is" out "$named['last-draft']['text'] == 'D2 after 1'"
  does invoice void 1 --note wrong
  run check --batch 2 --json; holds_json "a void one is not" out "$named['last-draft']['text'] == 'D2 is the first'"
  run check --batch 1 --json; holds_json "nor is it looked at" out "'last-draft' not in $named"
  rm plugins/last-draft.lua
  python3 -c 'import json
print(json.dumps({"tickets": [{"id": "T", "customer": "c", "contract": "k"}], "time_entries": [{"id": f"e{i:03}", "ticket": "T",
  "minutes": 1000 + i, "start": f"2026-06-{1 + i % 28:02}T{i // 28:02}:00"} for i in range(300)]}))' >long.json
  does import long.json
  does batch new --as-of 2026-07-01
  run check --json; holds_json "none of many rows is passed over" out "sum(f['check'] == 'long-entry' for f in d['findings']) == 300"
  unset BILLET_DB
}

# Rows that are alike in what a check looks at are looked at once; what differs there, or in what was before, is not passed over.
alike() {
  rm -f book.db plugins/*.lua
  does init --zone UTC
  python3 - >many.json <<'PY'
import json
entries = [{"id": f"e{i:02}", "ticket": "T1", "start": f"2026-04-{1 + i % 20:02}T09:00", "minutes": 30 + 15 * (i // 20),
            "note": "n" * (i % 3)}
           for i in range(40)]
entries += [{"id": "odd", "ticket": "T1", "start": "2026-04-25T09:00", "minutes": 30, "technician": "kim"},
            {"id": "waived", "ticket": "T2", "start": "2026-04-26T09:00", "minutes": 30}]
print(json.dumps({"customers": [{"id": "cool", "name": "CoolRealty"}],
  "contracts": [{"id": "k1", "customer": "cool", "name": "Help", "type": "hourly", "start": "2026-04-01", "params": {"rate": "120.00"}}],
  "tickets": [{"id": t, "customer": "cool", "contract": "k1", "status": "closed"} for t in ("T1", "T2", "T3")],
  "time_entries": entries}))
PY
  does import many.json
  does batch new --as-of 2026-05-01
  echo 'local calls = 0
  return check { name = "alike", api = 1, of = "entry", reads = { "id", "minutes", "technician", "note" },
    look = function(check, row)
      calls = calls + 1
      if row.minutes == 30 and row.technician then return row.id .. " is call " .. calls end
    end }' >plugins/alike.lua
  echo 'return check { name = "pairs", api = 1, of = "entry", reads = { "id", "minutes" },
    look = function(check, row)
      local said = ""
      for name, cell in pairs(row) do said = said .. name .. "=" .. cell .. " " end
      if said:find("odd", 1, true) then return said .. tostring(row.note) end
    end }' >plugins/pairs.lua
  run check --json
  holds_json "three are unlike" out "[f['text'] for f in d['findings'] if f['check'] == 'alike'] == ['odd is call 3']"
  holds_json "all members of a row" out "[f['text'] for f in d['findings'] if f['check'] == 'pairs'] == ['id=odd minutes=30 nil']"
  does batch waive k1:T2:2026-04-01 --note "on us"
  echo '{"time_entries": [{"id": "again", "ticket": "T2", "start": "2026-04-26T09:00", "minutes": 30},
                          {"id": "other", "ticket": "T3", "start": "2026-04-26T09:00", "minutes": 30}]}' >again.json
  does import again.json
  run check --json
  holds_json "after what was waived" out "[f['row'] for f in d['findings'] if f['check'] == 'entered-twice'] == ['again']"
}

findings
settings
runs
failing
before
alike
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
