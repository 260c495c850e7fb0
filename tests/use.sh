#!/usr/bin/env bash
# Billet as it is used: names for ids, filters, narrow terminals, notes beside an answer, what an error says would work.
. "$(dirname "$0")/shell/book.sh"

lacks() { if grep -qF -- "$3" "$2"; then bad "$1: '$3' in $2"; else ok; fi; }

world() {
  does init --zone America/New_York
  python3 - <<'PYTHON'
import json
contracts = [("alpha-desk-of-the-head-office", "alpha-and-daughters", "Desk", "hourly", {"rate": "100.00"}, True),
             ("alpha-fee", "alpha-and-daughters", "Monthly fee", "retainer", {"price": "500.00"}, False),
             ("b1", "b", "Desk", "hourly", {"rate": "50.00"}, True), ("b2", "b", "Wartung", "retainer", {"price": "7.00"}, False),
             ("g1", "gamma", "b2", "block-hours", {"hours": "10", "rate": "80.00"}, True)]
json.dump({"customers": [{"id": "alpha-and-daughters", "name": "Alpha & Daughters"}, {"id": "b", "name": "Beta"},
                         {"id": "gamma", "name": "Twin"}, {"id": "delta", "name": "Twin"}, {"id": "Beta", "name": "An id that is a name"}],
           "contracts": [{"id": i, "customer": c, "name": n, "type": t, "start": "2026-01-01", "default": d, "params": p}
                         for i, c, n, t, p, d in contracts],
           "tickets": [{"id": f"T{i}", "customer": "b" if i > 2 else "alpha-and-daughters", "title": "A title that is longer than a column",
                        "status": "closed", "closed_at": "2026-01-20"} for i in (1, 2, 3, 11)],
           "time_entries": [{"id": f"e{i}", "ticket": f"T{i}", "start": "2026-01-10T10:00", "minutes": 60} for i in (1, 2, 3, 11)],
           "charges": [{"id": "c1", "customer": "b", "ticket": "T3", "date": "2026-01-11", "description": "Cable", "quantity": "1",
                        "unit_price": "3.00"}]},
          open("world.json", "w"))
PYTHON
  does import world.json
}

# The contracts of the last answer, one a line.
chosen() {
  python3 -c 'import json; print(*sorted(c["contract"] for c in json.load(open("out"))["contracts"] if c["state"] == "selected"))'
}
listed() { python3 -c 'import json; print(*sorted(c["contract"] for c in json.load(open("out"))["contracts"]))'; }
answers() { if [ "$("$2")" = "$3" ]; then ok; else bad "$1: '$3' expected, not '$("$2")'"; fi; }

filters() {
  does batch new --as-of 2026-02-01
  run --json batch show --customer "Alpha & Daughters"; answers "a customer's name" listed "alpha-desk-of-the-head-office alpha-fee"
  run --json batch show --customer "alpha & daughters"; answers "in small letters" listed "alpha-desk-of-the-head-office alpha-fee"
  run --json batch show --customer alpha; answers "a shortened id" listed "alpha-desk-of-the-head-office alpha-fee"
  run --json batch show --customer Beta; answers "an id before a name" listed ""
  run batch show --customer Twin; exits "a name of two" 1; says "a name of two" err "delta, gamma"
  run --json batch show --customer Twin; says "a name of two" err '"code":"ambiguous"'
  run batch show --customer Bete; exits "a wrong name" 1; says "a wrong name" err 'did you mean "Beta"?'
  run --json batch show --type Retainer; answers "a type in any letters" listed "alpha-fee b2"
  run --json batch show --type "Retainer / Flat fee"; answers "a title" listed "alpha-fee b2"
  run --json batch show --type "Block Hours"; answers "another title" listed "g1"
  run --json batch show --type hour; answers "a shortened type" listed "alpha-desk-of-the-head-office b1"
  run batch show --type retainr; exits "a wrong type" 1; says "a wrong type" err 'did you mean "retainer"?'
  run batch show --type block; exits "a type of two" 1; says "a type of two" err "several"
  run --json batch show --type remote-monitoring; exits "a type without contracts" 0; answers "a type without contracts" listed ""
  run --json batch select --customer b; answers "select --customer" chosen "b1 b2"
  run --json batch select --type retainer; answers "select --type" chosen "alpha-fee b1 b2"
  run --json batch deselect --all; run --json batch select --customer b --type hourly; answers "both" chosen "b1"
  run --json batch select Wartung; answers "a contract's name" chosen "b1 b2"
  run batch select Desk; exits "a contract's name of two" 1; says "a contract's name of two" err "alpha-desk-of-the-head-office, b1"
  run --json batch select "Monthly fee" b2; answers "an id before a name" chosen "alpha-fee b1 b2"
  run batch select --customer Beta; exits "nothing fits" 1; says "nothing fits" err "nothing that is due"
  run batch select b1 --all; exits "two ways" 2; run batch select b1 --customer b; exits "two ways" 2; run batch select; exits "no way" 2
  run --json batch select nobody; says "a wrong contract" err '"code":"not-found"'
  run batch select alpha-fea; says "a wrong contract" err 'did you mean "alpha-fee"?'
  run batch expand "Monthly fee"; exits "expand by name" 0; run why Wartung; exits "why by name" 0; says "why by name" out b2
  run why Desk; exits "why, a name of two" 1; says "why, a name of two" err several
  run balance Wartung; exits "balance by name" 1; says "balance by name" err "contract b2 has no prepaid"
  run invoice list --customer Beta; exits "invoices by name" 0
}

exclusions() {
  left_out() { python3 - <<'PYTHON'
import json, os, subprocess
out = []
for k in ("alpha-desk-of-the-head-office", "alpha-fee", "b1", "b2"):
    for i in json.loads(subprocess.run([os.environ["billet"], "--json", "batch", "expand", k], capture_output=True).stdout)["items"]:
        if i["state"] == "excluded": out.append(i["item"])
print(*out)
PYTHON
  }
  export billet
  run batch exclude --ticket T1 --note dear; exits "exclude --ticket" 0
  answers "exclude --ticket" left_out "alpha-desk-of-the-head-office:T1:2026-01-01"
  run batch exclude --ticket T1; exits "nothing is left to exclude" 1
  run batch exclude --ticket T3; exits "a ticket and its charge" 0
  answers "a ticket and its charge" left_out "alpha-desk-of-the-head-office:T1:2026-01-01 b1:T3:2026-01-01 b1:charge:c1"
  run batch include alpha-desk-of-the-head-office:T1:2026-01-01 b1:T3:2026-01-01 b1:charge:c1; exits include 0
  run batch exclude --customer b --type retainer; answers "exclude --customer --type" left_out "b2:2026-01-01"
  run batch exclude; exits "exclude what" 2; run batch exclude b2:2026-01-01 --customer b; exits "two ways" 2
  run batch exclude --ticket T9; exits "no such ticket" 1; says "no such ticket" err 'did you mean "T'
  run log; says "the log tells the filter" out '"customer":"b","type":"retainer"'
}

# No id is cut, however narrow the terminal is.
narrow() {
  local columns words id
  for columns in 40 47 60 79 100 200; do
    for words in "batch show" "batch show --ascii"; do
      COLUMNS=$columns run $words
      for id in alpha-desk-of-the-head-office alpha-fee b1 b2 g1; do says "$words in $columns" out "$id"; done
      says "amounts in $columns" out "500.00"
    done
    COLUMNS=$columns run batch expand alpha-desk-of-the-head-office
    says "items in $columns" out "alpha-desk-of-the-head-office:T1:2026-01-01"
    COLUMNS=$columns run unbilled; exits "unbilled in $columns" 0
    COLUMNS=$columns run plugin list; says "plugins in $columns" out "remote-monitoring"
    COLUMNS=$columns run rules list; says "rules in $columns" out "minimum-charge"
    says "rules in $columns" out "$(dirname "$billet")/rules/percent.lua"
    COLUMNS=$columns run balance; says "balances in $columns" out g1
    COLUMNS=$columns run log; says "the log in $columns" out "batch exclude"
  done
  COLUMNS=60 run batch show
  if sed '/can be selected/,$d' out | awk 'length > 60 { exit 1 }'; then ok; else bad "60 columns are enough"; fi
  run rules list; says "rules list" out "tax rule"; says "rules list" out "Percentage"
}

notes() {
  run batch new --as-of 2026-02-01; exits "beside an open batch" 0
  says "beside an open batch" err "batch 1, as of 2026-02-01, is still open"
  run --json batch new --as-of 2026-02-01; says "as JSON" out '"warnings":[{"code":"open-batch"'
  if [ -s err ]; then bad "JSON and talk"; else ok; fi
  run batch discard --batch 2; lacks "a batch that is named" err note; run batch discard --batch 3
  run batch select alpha-fee; lacks "the newest batch" err note
  run batch run --name one; does batch new --as-of 2026-02-01; lacks "no batch is open" err "still open"
  run batch generate; says "an older batch" err "this is about batch 1, one, not the newest: batch 4 is open"
  run --json export csv; says "export of an older batch" out '"code":"older-batch"'
  run batch show; lacks "the newest" err note
  run batch discard; does export csv; lacks "a deleted batch is not newer" err note
  printf 'batch new --as-of 2026-02-01\nbatch new --as-of 2026-02-01\n' >script; run source script
  says "in a command file" out "is still open"
}

forms() {
  run batch new --as-of 7.4.2026; exits "a date" 2; says "a date" err "2026-04-07"
  run batch show --batch x; exits "a number" 2; says "a number" err "such as 3"
  BILLET_TODAY=soon run batch new; says "today" err "2026-04-07"
  printf 'id,customer,name,type,start\nk,b,K,hourly,7.4.2026\n' >contracts.csv; run import contracts.csv
  says "a date in a file" err "such as 2026-04-07"
  run batch show --periods some; says "a choice" err "ready|all"
}

# The demo keeps its book.
demo() {
  run -h; does version
  bash "$root/tests/demo.sh" "$billet" kept/demo.db >out 2>err; status=$?; exits "the demo" 0
  says "the demo" out "BILLET_DB=kept/demo.db"
  BILLET_DB=kept/demo.db does batch show; BILLET_DB=kept/demo.db does verify
}

world; filters; exclusions; narrow; notes; forms; demo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
